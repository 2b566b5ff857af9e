--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:65b576241cfc4220c0be818e986352b66231b4d9cd5942d8df91bbda4028fa24
--@ target fp1:e1d2904e48487fa7cc17c1c43f201a4354cde1a8e408a524f81b858b244080d0
--@ rename column tune.name to tune.title
--@ rename column tune.speed to tune.tempo
--@ rename table song to tune
--@ fill tune.tempo = 100
-- 2 renamed, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rename-table tune
ALTER TABLE "song" RENAME TO "tune";

--@ step rename-column tune.tempo
ALTER TABLE "tune" RENAME COLUMN "speed" TO "tempo";

--@ step rename-column tune.title
ALTER TABLE "tune" RENAME COLUMN "name" TO "title";

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  tempo INTEGER NOT NULL
);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title", "tempo")
SELECT "tune"."id", "tune"."title", coalesce("tune"."tempo", (100))
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY
  OR ("old"."tempo" IS NOT NULL AND "old"."tempo" IS NOT "new"."tempo" COLLATE BINARY));

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step create-index song_by_name
CREATE INDEX song_by_name ON tune (title);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT NOT NULL, speed INTEGER)
--@ before index song_by_name
--= CREATE INDEX song_by_name ON song (name)
--@ seal sha256:aa64a95a750f4f1b54ac8c0c48d12864031ae706833a5944ceb855991bf45961
