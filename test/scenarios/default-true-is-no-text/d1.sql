--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:a00e6b2506ee1dceeedfbfde60384cff88ec956201e4ac5aa781e780a47e6770
--@ target fp1:b38ef314faa22d5dfb721be15350e848250fd280f8b1533fc5ff76fb88360a53
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, known TEXT DEFAULT TRUE);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "known")
SELECT "tune"."id", "tune"."known"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."known" IS NOT "new"."known" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, known TEXT DEFAULT 'true')
--@ seal sha256:268939368415627b2f5eab87597f84f46a469fe32c061069e573a9444afc232c
