--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a04df5da56051eebf53ffe2993c9e981946805909878e408d7c652046fb2d921
--@ target fp1:53e8458a9955ed6e44cc71932bff81f0a1c94b01c9c9083e3fe759d9695d5c05
-- 4 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check convert genre.id expect = 0 (every value converts without loss)
SELECT count(*) FROM "genre" WHERE NOT CASE typeof("genre"."id") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("genre"."id" AS TEXT) AS REAL) = "genre"."id" ELSE 0 END;

--@ check convert tune.genre expect = 0 (every value converts without loss)
SELECT count(*) FROM "tune" WHERE NOT CASE typeof("tune"."genre") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("tune"."genre" AS TEXT) AS REAL) = "tune"."genre" ELSE 0 END;

--@ step rebuild-create genre (id is part of a key, and its values change their type; PRIMARY KEY changes; id is the PRIMARY KEY, and its type changes)
CREATE TABLE "__trueup_genre" (id TEXT PRIMARY KEY);

--@ step rebuild-copy genre
INSERT OR ABORT INTO "__trueup_genre" (rowid, "id")
SELECT "genre".rowid, "genre"."id"
FROM "genre" ORDER BY "genre".rowid;

--@ check rebuild-rows genre expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "genre") - (SELECT count(*) FROM "__trueup_genre"))
 + (SELECT count(*) FROM "genre" AS "old" LEFT JOIN "__trueup_genre" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR (typeof("old"."id") = typeof("new"."id") AND "old"."id" IS NOT "new"."id" COLLATE BINARY));

--@ step rebuild-drop genre
DROP TABLE "genre";

--@ step rebuild-rename genre
ALTER TABLE "__trueup_genre" RENAME TO "genre";

--@ step alter-column tune.genre
ALTER TABLE "tune" ALTER COLUMN "genre" TO "genre" TEXT REFERENCES "genre" ("id");

--@ step convert tune.genre (stores each value in the new type)
UPDATE OR ABORT "tune" SET "genre" = "tune"."genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table genre
--= CREATE TABLE genre (id INTEGER PRIMARY KEY)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, genre INTEGER REFERENCES genre (id))
--@ seal sha256:26190244654d44734f849fdf44410b7001db2f000a2bdc8c8d1d912e6c19d805
