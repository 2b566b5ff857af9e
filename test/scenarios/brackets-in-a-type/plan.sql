--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:d52244e1428a8302adcb9ca7f5dbfeba418f21f7e9a7586eb0671c160df891b2
--@ target fp1:22539ec0376563963173f4f9f5d0b4fae4e6fe6ebe0ee6b39e789c8bca69a1dc
-- 1 added, 3 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check not-null tune.title expect = 0
SELECT count(*) FROM "tune" WHERE "tune"."title" IS NULL;

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

--@ step restore-values tune.mode (rows that read the old default keep it)
UPDATE OR ABORT "tune" SET "mode" = "tune"."mode" WHERE "tune"."mode" IS NULL;

--@ step alter-column tune.title
ALTER TABLE "tune" ALTER COLUMN "title" TO "title" varchar[10] NOT NULL;

--@ step alter-column tune.mode
ALTER TABLE "tune" ALTER COLUMN "mode" TO "mode" [my type](3) DEFAULT 'D';

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table part
--= CREATE TABLE part (id INTEGER PRIMARY KEY, title varchar[10], place INT)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title varchar[10], key nvarchar [5] , mode [my type](3), note  long   text)
--@ seal sha256:ebe4974e9c87a11b5ade1ca1e33764beb344b1fd93b778abb9b6e86d96efd69a
