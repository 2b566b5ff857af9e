--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:da606211bd0927511dcf78b5fb7902e78402e5bde8ddb38b69c075f203a18856
--@ target fp1:b5de43eb3436e7fcf6c1d5a8472fcbfb949194e5abab946abb4f4d9f04530f2a
--@ approve drop-index part
-- 2 added, 1 rebuilt, 1 dropped
-- destroys: part

--@ session foreign-keys off
--@ transaction

--@ step drop-index part
DROP INDEX "part";

--@ step create-table part
CREATE TABLE part (id INTEGER PRIMARY KEY);

--@ step rebuild-create tune (UNIQUE (title) is added)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title TEXT UNIQUE);

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

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)
--@ before index part
--= CREATE INDEX part ON tune (title)
--@ seal sha256:50215c27db286cb151f6f30551d9cde943064c4f3db53c8b52f4c1869d5b9cb8
