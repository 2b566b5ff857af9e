--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:5443c64e77b851c0d503e02a336163e780e057e66daaf8e184baab015459bcf2
--@ target fp1:ebd64b152d677061d16ec50cac9f63ac56c29c744680b68146ce7de4194c6f40
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create song (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_song" (id INTEGER PRIMARY KEY, "key" TEXT DEFAULT 'Dm', mode TEXT NOT NULL DEFAULT 'dorian', feel TEXT DEFAULT 'slow');

--@ step rebuild-copy song
INSERT OR ABORT INTO "__trueup_song" ("id", "key", "mode", "feel")
SELECT "song"."id", "song"."key", "song"."mode", "song"."feel"
FROM "song" ORDER BY "song".rowid;

--@ check rebuild-rows song expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "song") - (SELECT count(*) FROM "__trueup_song"))
 + (SELECT count(*) FROM "song" AS "old" LEFT JOIN "__trueup_song" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."key" IS NOT "new"."key" COLLATE BINARY
  OR "old"."mode" IS NOT "new"."mode" COLLATE BINARY
  OR "old"."feel" IS NOT "new"."feel" COLLATE BINARY);

--@ step rebuild-drop song
DROP TABLE "song";

--@ step rebuild-rename song
ALTER TABLE "__trueup_song" RENAME TO "song";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, "key" TEXT DEFAULT "Dm", mode TEXT NOT NULL DEFAULT dorian, feel TEXT DEFAULT "Slow")
--@ seal sha256:ea69f554580dab41af2c9dad0c2b6c035209307d2fd7f33a7ec142660f30cd4a
