--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:130ad0690ad455a79d4da1166b77532c4bdedad7e2130624f29ff3252b53f087
--@ target fp1:5ff15b837cb76b42db2457e92449b693d751a43c737f470ec5386a8bd59be5de
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" ("com,ma" TEXT, plays INTEGER);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" (rowid, "com,ma", "plays")
SELECT "tune".rowid, "tune"."com,ma", "tune"."plays"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."com,ma" IS NOT "new"."com,ma" COLLATE BINARY
  OR "old"."plays" IS NOT "new"."plays" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune ("com,ma" TEXT NOT NULL, plays INTEGER)
--@ seal sha256:af47fffd1a67bc2328c885864112b573fcc2eb3ccaf6ea72e785b7a0c046ff07
