--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:60f5010bd9d9f734b4a04e25e9dba03a798d7028bc34bef7882cf15deb0431f7
--@ target fp1:ebda68541693da3d4e7793daa4fc4c68577c367de983db351238c82a525e0dfc
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create v (UNIQUE (id, n) is added)
CREATE TABLE "__trueup_v" (id INTEGER PRIMARY KEY, x, t TEXT, r REAL, n NUMERIC, UNIQUE (id, n));

--@ step rebuild-copy v
INSERT OR ABORT INTO "__trueup_v" ("id", "x", "t", "r", "n")
SELECT "v"."id", "v"."x", "v"."t", "v"."r", "v"."n"
FROM "v" ORDER BY "v".rowid;

--@ check rebuild-rows v expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "v") - (SELECT count(*) FROM "__trueup_v"))
 + (SELECT count(*) FROM "v" AS "old" LEFT JOIN "__trueup_v" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."x" IS NOT "new"."x" COLLATE BINARY OR typeof("old"."x") <> typeof("new"."x")
  OR "old"."t" IS NOT "new"."t" COLLATE BINARY OR typeof("old"."t") <> typeof("new"."t")
  OR "old"."r" IS NOT "new"."r" COLLATE BINARY OR typeof("old"."r") <> typeof("new"."r")
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY OR typeof("old"."n") <> typeof("new"."n"));

--@ step rebuild-drop v
DROP TABLE "v";

--@ step rebuild-rename v
ALTER TABLE "__trueup_v" RENAME TO "v";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table v
--= CREATE TABLE v (id INTEGER PRIMARY KEY, x, t TEXT, r REAL, n NUMERIC)
--@ seal sha256:7ab603ddc53ee4f4dd799ea620550a48985a7d8d20bdc58594ce839bdbd35f42
