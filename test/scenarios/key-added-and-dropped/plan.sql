--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:edb27ad008a176ad56aaf020af0c85c0def1b3aa5294d32cedcf4e9f8ea3a343
--@ target fp1:4a6f1da236fb49bead4b5c8447dc1d66bac00ad333dead4745c8b1b72d079f19
-- 1 added, 2 rebuilt, 1 dropped

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create loose (PRIMARY KEY is added)
CREATE TABLE "__trueup_loose" (code TEXT PRIMARY KEY, n INTEGER);

--@ step rebuild-copy loose
INSERT OR ABORT INTO "__trueup_loose" (rowid, "code", "n")
SELECT "loose".rowid, "loose"."code", "loose"."n"
FROM "loose" ORDER BY "loose".rowid;

--@ check rebuild-rows loose expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "loose") - (SELECT count(*) FROM "__trueup_loose"))
 + (SELECT count(*) FROM "loose" AS "old" LEFT JOIN "__trueup_loose" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY OR typeof("old"."code") <> typeof("new"."code")
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY OR typeof("old"."n") <> typeof("new"."n"));

--@ step rebuild-drop loose
DROP TABLE "loose";

--@ step rebuild-rename loose
ALTER TABLE "__trueup_loose" RENAME TO "loose";

--@ step rebuild-create tight (PRIMARY KEY goes)
CREATE TABLE "__trueup_tight" (id INTEGER, code TEXT);

--@ step rebuild-copy tight
INSERT OR ABORT INTO "__trueup_tight" (rowid, "id", "code")
SELECT "tight".rowid, "tight"."id", "tight"."code"
FROM "tight" ORDER BY "tight".rowid;

--@ check rebuild-rows tight expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "tight") - (SELECT count(*) FROM "__trueup_tight"))
 + (SELECT count(*) FROM "tight" AS "old" LEFT JOIN "__trueup_tight" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY OR typeof("old"."code") <> typeof("new"."code"));

--@ step rebuild-drop tight
DROP TABLE "tight";

--@ step rebuild-rename tight
ALTER TABLE "__trueup_tight" RENAME TO "tight";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table loose
--= CREATE TABLE loose (code TEXT, n INTEGER)
--@ before table tight
--= CREATE TABLE tight (id INTEGER PRIMARY KEY, code TEXT)
--@ seal sha256:6e6e71fdc6fd7f63655ebfff2d58fcd9126165820b71663641d68cf0f3847efe
