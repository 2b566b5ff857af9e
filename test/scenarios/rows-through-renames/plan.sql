--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:b24566c70f073162c82f57a928e620b28d8dc1e8129b399bed25117bcbed19bc
--@ target fp1:3ef08cbe70186d875901f9a18fba5ed64067d6c86a7b7915bac9d3ec45ff8a06
--@ rows-base   rows1:92529c625b29085d33ce4fa98b09dde1576bcbd7fb06a83185b7f38dbb85cbf5
--@ rows-target rows1:4edd1ffb0a26e090238094af7fc5d52fea7c88cca7ad5de53f3e7b6fc803ea11
--@ rename column genre.code to genre.id
--@ rename column genre.label to genre.name
--@ rename table kind to genre
--@ fill genre.family = 'folk'
--@ fill genre.rank = CAST(rank AS INTEGER)
--@ approve overwrite-rows genre rows<=1
-- 2 renamed, 2 added, 2 changed, 1 rebuilt, 1 row inserted, 1 row changed
-- rows: genre
-- overwrites or deletes: rows of genre

--@ session foreign-keys off
--@ transaction

--@ check convert genre expect = 0 (every value converts without loss)
SELECT count(*) FROM "kind"
  WHERE NOT CASE typeof("kind"."code") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("kind"."code" AS TEXT) AS REAL) = "kind"."code" ELSE 0 END
  OR NOT CASE typeof("kind"."label") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("kind"."label" AS TEXT) AS REAL) = "kind"."label" ELSE 0 END;

--@ check convert genre.rank expect = 0 (every value converts without loss)
SELECT count(*) FROM (SELECT "kind"."rowid" AS "rowid", "kind"."code" AS "id", "kind"."label" AS "name", "kind"."rank" AS "rank" FROM "kind") AS "genre" WHERE NOT CASE typeof((CAST(rank AS INTEGER))) WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST((CAST(rank AS INTEGER)) AS INTEGER) AS REAL) = (CAST(rank AS INTEGER)) AND abs((CAST(rank AS INTEGER))) < 9007199254740993 WHEN 'text' THEN CAST(CAST((CAST(rank AS INTEGER)) AS INTEGER) AS TEXT) = (CAST(rank AS INTEGER)) ELSE 0 END;

--@ step rename-table genre
ALTER TABLE "kind" RENAME TO "genre";

--@ step rename-column genre.id
ALTER TABLE "genre" RENAME COLUMN "code" TO "id";

--@ step rename-column genre.name
ALTER TABLE "genre" RENAME COLUMN "label" TO "name";

--@ step rebuild-create genre (rank is filled, and changes its type; STRICT is added)
CREATE TABLE "__trueup_genre" (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  rank INTEGER NOT NULL,
  family TEXT NOT NULL
) STRICT;

--@ step rebuild-copy genre
INSERT OR ABORT INTO "__trueup_genre" (rowid, "id", "name", "rank", "family")
SELECT "genre".rowid, "genre"."id", "genre"."name", (CAST(rank AS INTEGER)), ('folk')
FROM "genre" ORDER BY "genre".rowid;

--@ check rebuild-rows genre expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "genre") - (SELECT count(*) FROM "__trueup_genre"))
 + (SELECT count(*) FROM "genre" AS "old" LEFT JOIN "__trueup_genre" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR (typeof("old"."id") = typeof("new"."id") AND "old"."id" IS NOT "new"."id" COLLATE BINARY)
  OR (typeof("old"."name") = typeof("new"."name") AND "old"."name" IS NOT "new"."name" COLLATE BINARY));

--@ step rebuild-drop genre
DROP TABLE "genre";

--@ step rebuild-rename genre
ALTER TABLE "__trueup_genre" RENAME TO "genre";

--@ check overwrite-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN ('b');

--@ step update-rows genre (1 row)
UPDATE "genre" SET "family" = 'court'
WHERE "id" = 'b' AND "family" IS 'folk' COLLATE "BINARY";

--@ step insert-rows genre (1 row)
INSERT INTO "genre" ("id", "name", "rank", "family") VALUES
  ('c', 'C', 3, 'folk');

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('a', 'A', 1, 'folk'),
  ('b', 'B', 2, 'court'),
  ('c', 'C', 3, 'folk')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2"
  OR "genre"."rank" IS NOT "declared"."column3"
  OR "genre"."family" IS NOT "declared"."column4";

--@ check rows genre expect = 3 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table kind
--= CREATE TABLE kind (code TEXT NOT NULL PRIMARY KEY, label TEXT NOT NULL, rank TEXT NOT NULL)
--@ before-rows genre
--= {"fact":"missing","key":["'c'"]}
--= {"fact":"changed","key":["'b'"],"live":["'b'","'B'","2","'folk'"]}
--@ seal sha256:2b0925395d66465b88eea537aa963b65d72cbc785febd38f415e3776c6e0086e
