--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:f95e8fd8aa0ad6a9471c7286a33ff66c85a7664585aea9b9b59f3e97be5cd71f
--@ target fp1:dd2a803c44944e98d820aa81027e9f4c0ce353e90507c64f80fd2b4b885e73c1
-- 3 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, a VARCHAR(30), b BIGINT, c CLOB);

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id", "a", "b", "c")
SELECT "t"."id", "t"."a", "t"."b", "t"."c"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."b" IS NOT "new"."b" COLLATE BINARY
  OR "old"."c" IS NOT "new"."c" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ step create-index t_a
CREATE INDEX t_a ON t (a);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(20), b INT, c TEXT)
--@ before index t_a
--= CREATE INDEX t_a ON t (a)
--@ seal sha256:d967fc3eba4a1bbd2ad90f693511c1c1c94ed6e8653f10ecfd217cfe6630cdb0
