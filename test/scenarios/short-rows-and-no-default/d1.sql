--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:62c970f0c7a1c353fe42cf7861513180b19a7599a9ce0ac69a20f2dbe6771f37
--@ target fp1:5039842698e2604f34ec4a14c42eb040433a0127bfd9cd5f08d95ae28c43b24e
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL);

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id", "a", "n")
SELECT "t"."id", "t"."a", "t"."n"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ step create-index t_n
CREATE INDEX t_n ON t (n);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL DEFAULT 5)
--@ before index t_n
--= CREATE INDEX t_n ON t (n)
--@ seal sha256:4f467d31d419ef03bd70b261df97e562ad66d3cbd8cd68834fdbd8ab7ddcbf03
