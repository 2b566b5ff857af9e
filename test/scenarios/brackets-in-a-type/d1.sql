--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:d52244e1428a8302adcb9ca7f5dbfeba418f21f7e9a7586eb0671c160df891b2
--@ target fp1:22539ec0376563963173f4f9f5d0b4fae4e6fe6ebe0ee6b39e789c8bca69a1dc
-- 1 added, 2 changed, 2 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create part (UNIQUE (title) is added)
CREATE TABLE "__trueup_part" (id INTEGER PRIMARY KEY, title varchar[10], place INT, UNIQUE (title));

--@ step rebuild-copy part
INSERT OR ABORT INTO "__trueup_part" ("id", "title", "place")
SELECT "part"."id", "part"."title", "part"."place"
FROM "part" ORDER BY "part".rowid;

--@ check rebuild-rows part expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "part") - (SELECT count(*) FROM "__trueup_part"))
 + (SELECT count(*) FROM "part" AS "old" LEFT JOIN "__trueup_part" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY
  OR "old"."place" IS NOT "new"."place" COLLATE BINARY);

--@ step rebuild-drop part
DROP TABLE "part";

--@ step rebuild-rename part
ALTER TABLE "__trueup_part" RENAME TO "part";

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title varchar[10] NOT NULL, key nvarchar [5] , mode [my type](3) DEFAULT 'D', note  long   text);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title", "key", "mode", "note")
SELECT "tune"."id", "tune"."title", "tune"."key", "tune"."mode", "tune"."note"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY
  OR "old"."key" IS NOT "new"."key" COLLATE BINARY
  OR "old"."mode" IS NOT "new"."mode" COLLATE BINARY
  OR "old"."note" IS NOT "new"."note" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table part
--= CREATE TABLE part (id INTEGER PRIMARY KEY, title varchar[10], place INT)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title varchar[10], key nvarchar [5] , mode [my type](3), note  long   text)
--@ seal sha256:3bb15defcd671f8dafd9501487daa00cc078c2715f1804ad0b1c20fe903f561f
