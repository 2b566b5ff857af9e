--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:0f819d07871013c612dbddad14efb32169c430eeed539d28fa986b87a8e4c870
--@ target fp1:cb01e2ee639cdef6996e22af5138621bbfe2cecc123a72fabebce5ae65aecc1c
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create tune (id is the PRIMARY KEY, and its type changes; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id BIGINT PRIMARY KEY, title TEXT) WITHOUT ROWID;

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title")
SELECT "tune"."id", "tune"."title"
FROM "tune";

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new"."id" = "old"."id" COLLATE "BINARY"
  WHERE "new"."id" IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT) WITHOUT ROWID
--@ seal sha256:ef2200f59d718be529befcc34727d3c47d2d879617f1899705c169f5b5eff38d
