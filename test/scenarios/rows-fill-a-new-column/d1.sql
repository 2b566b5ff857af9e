--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:758a3f5a3ae82e136cc67b5e8106859a218e5209e2ee118d61afb40cc0d653db
--@ target fp1:a88af63ed401e77c9c29cd7fc8795982f5ab6c00a03655ddba722167ec089d1e
--@ rows-base   rows1:e751a356357054602205eb2a7fb99b797cb68bb16c6e827b2f25cc9871db12f7
--@ rows-target rows1:b95b863ad94feb4b665b89402793e66705685e4797c40bef9ef4b45882cfb556
--@ fill genre.name = CASE WHEN "id" = 'irl' THEN 'Irish' WHEN "id" = 'sco' THEN 'Scottish' WHEN "id" = 'swe' THEN 'Swedish' END
--@ fill genre.sort = CASE WHEN "id" = 'irl' THEN 1 WHEN "id" = 'sco' THEN 2 WHEN "id" = 'swe' THEN 3 END
-- 1 added, 1 changed, 1 rebuilt, 1 row inserted
-- rows: genre

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys genre (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create genre (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_genre" (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  sort INTEGER NOT NULL
);

--@ step rebuild-copy genre
INSERT OR ABORT INTO "__trueup_genre" (rowid, "id", "name", "sort")
SELECT "genre".rowid, "genre"."id", coalesce("genre"."name", (CASE WHEN "id" = 'irl' THEN 'Irish' WHEN "id" = 'sco' THEN 'Scottish' WHEN "id" = 'swe' THEN 'Swedish' END)), (CASE WHEN "id" = 'irl' THEN 1 WHEN "id" = 'sco' THEN 2 WHEN "id" = 'swe' THEN 3 END)
FROM "genre" ORDER BY "genre".rowid;

--@ check rebuild-rows genre expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "genre") - (SELECT count(*) FROM "__trueup_genre"))
 + (SELECT count(*) FROM "genre" AS "old" LEFT JOIN "__trueup_genre" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR ("old"."name" IS NOT NULL AND "old"."name" IS NOT "new"."name" COLLATE BINARY));

--@ step reference-index tune (finds the rows that refer to genre)
CREATE INDEX "__trueup_ref_1" ON "tune" ("genre");

--@ step shield tune (ON DELETE CASCADE must not act while genre is dropped)
CREATE TRIGGER "__trueup_shield_1" BEFORE DELETE ON "tune" BEGIN SELECT RAISE(IGNORE); END;

--@ step rebuild-drop genre
DROP TABLE "genre";

--@ step unshield tune
DROP TRIGGER "__trueup_shield_1";

--@ step drop-reference-index tune
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename genre
ALTER TABLE "__trueup_genre" RENAME TO "genre";

--@ step settle-keys genre (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step insert-rows genre (1 row)
INSERT INTO "genre" ("id", "name", "sort") VALUES
  ('swe', 'Swedish', 3);

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irl', 'Irish', 1),
  ('sco', 'Scottish', 2),
  ('swe', 'Swedish', 3)
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2"
  OR typeof("genre"."sort") <> typeof("declared"."column3") OR "genre"."sort" IS NOT "declared"."column3";

--@ check rows genre expect = 3 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table genre
--= CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT)
--@ before-rows genre
--= {"fact":"missing","key":["'swe'"]}
--@ seal sha256:db57e4bb0054e7d7dcf540fbe87a4b2c5b344573b163712ded8f5d570ff5779b
