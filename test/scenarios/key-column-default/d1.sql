--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:5a00d2f3f4f44b8e7fc2d7b811f9b8902c3c951565b950eb229b8684940d9b28
--@ target fp1:67b998484194b56b16883ffdc41f48516bae0c75183f48055e4eb522f1328d7c
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (a is part of the table's PRIMARY KEY, and its definition changes; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (a INTEGER DEFAULT 0, b TEXT, PRIMARY KEY (a));

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("a", "b")
SELECT "t"."a", "t"."b"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."b" IS NOT "new"."b" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a))
--@ seal sha256:3fea10975083d5f6f805b2c894eb8b619e544ed2808da45895193a283617359c
