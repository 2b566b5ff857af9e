--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:0fc86f10034a6148474c838b406c747774b25ed1d9071afdbbc137b09563dc05
--@ target fp1:d38a79c9b3b45b08f8a64da028c94c096aafca8c3640ddef7e83196dd6eea985
-- 2 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (up is no longer generated; n is no longer generated; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, a TEXT, up TEXT, n INTEGER);

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id", "a", "up", "n")
SELECT "t"."id", "t"."a", "t"."up", "t"."n"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."up" IS NOT "new"."up" COLLATE BINARY
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, up TEXT AS (upper(a)), n INTEGER AS (length(a)) STORED)
--@ seal sha256:ac307ff621db93f5ec8d097e52d987c1e66eded2d111f55da3b7ba686fbaea13
