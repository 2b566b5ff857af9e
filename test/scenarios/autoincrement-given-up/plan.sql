--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:4484b290517a47a0e0124f58ee00fe511d11ea0e22d8d7c082632f6616b1af4b
--@ target fp1:acd00306469ddf1485852782b98c7096e7adb9e06df82235ed29a993c290336b
--@ approve drop-autoincrement tune.id
--@ approve drop-column note.id rows<=2
-- 1 changed, 2 rebuilt, 2 dropped
-- destroys: note.id

--@ session foreign-keys off
--@ transaction

--@ check drop-column note.id expect <= 2 (the approved loss)
SELECT count(*) FROM "note" WHERE "note"."id" IS NOT NULL;

--@ step rebuild-create note (PRIMARY KEY is dropped)
CREATE TABLE "__trueup_note" (words TEXT);

--@ step rebuild-copy note
INSERT OR ABORT INTO "__trueup_note" (rowid, "words")
SELECT "note".rowid, "note"."words"
FROM "note" ORDER BY "note".rowid;

--@ check rebuild-rows note expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "note") - (SELECT count(*) FROM "__trueup_note"))
 + (SELECT count(*) FROM "note" AS "old" LEFT JOIN "__trueup_note" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."words" IS NOT "new"."words" COLLATE BINARY);

--@ step rebuild-drop note
DROP TABLE "note";

--@ step rebuild-rename note
ALTER TABLE "__trueup_note" RENAME TO "note";

--@ step rebuild-create tune (PRIMARY KEY changes)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title TEXT);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title")
SELECT "tune"."id", "tune"."title"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT)
--@ seal sha256:2530e8fb833bceeb037d7eb93e50fc44149bada18308a8ec8fd8b575d1bad77d
