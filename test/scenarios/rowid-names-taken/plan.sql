--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:05f4914db785621b6350ee22bf03629eb968fbf9ed407de96103ccb8fdc11b43
--@ target fp1:dde95926ddf49b0cbe13b9ecc658d4edf6cab863aa767d21c72c2e698df5e431
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create odd (UNIQUE (x) is added)
CREATE TABLE "__trueup_odd" (rowid TEXT, _rowid_ TEXT, x TEXT UNIQUE);

--@ step rebuild-copy odd
INSERT OR ABORT INTO "__trueup_odd" (oid, "rowid", "_rowid_", "x")
SELECT "odd".oid, "odd"."rowid", "odd"."_rowid_", "odd"."x"
FROM "odd" ORDER BY "odd".oid;

--@ check rebuild-rows odd expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "odd") - (SELECT count(*) FROM "__trueup_odd"))
 + (SELECT count(*) FROM "odd" AS "old" LEFT JOIN "__trueup_odd" AS "new" ON "new".oid = "old".oid
  WHERE "new".oid IS NULL
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY OR typeof("old"."rowid") <> typeof("new"."rowid")
  OR "old"."_rowid_" IS NOT "new"."_rowid_" COLLATE BINARY OR typeof("old"."_rowid_") <> typeof("new"."_rowid_")
  OR "old"."x" IS NOT "new"."x" COLLATE BINARY OR typeof("old"."x") <> typeof("new"."x"));

--@ step rebuild-drop odd
DROP TABLE "odd";

--@ step rebuild-rename odd
ALTER TABLE "__trueup_odd" RENAME TO "odd";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table odd
--= CREATE TABLE odd (rowid TEXT, _rowid_ TEXT, x TEXT)
--@ seal sha256:e125560f4e010e6376f0b48b977890165f6d35fb70afe05958acc785206c0095
