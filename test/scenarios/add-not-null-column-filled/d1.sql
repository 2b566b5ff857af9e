--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:eb0270163eb877cc4d981efb0d6273781bc548c0b5a325e04abbe252309655ce
--@ target fp1:c4ed21983b25bd62704a3c85d9e7685459bbd1b21df05da2494e05aff331cc48
--@ fill song.length = length(title)
-- 1 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create song (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_song" (id INTEGER PRIMARY KEY, title TEXT, length INTEGER NOT NULL);

--@ step rebuild-copy song
INSERT OR ABORT INTO "__trueup_song" ("id", "title", "length")
SELECT "song"."id", "song"."title", (length(title))
FROM "song" ORDER BY "song".rowid;

--@ check rebuild-rows song expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "song") - (SELECT count(*) FROM "__trueup_song"))
 + (SELECT count(*) FROM "song" AS "old" LEFT JOIN "__trueup_song" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-drop song
DROP TABLE "song";

--@ step rebuild-rename song
ALTER TABLE "__trueup_song" RENAME TO "song";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT)
--@ seal sha256:95eaec89eb243fe0aa046179444182cb1b179996aa57a82d3b01d0a67a376121
