--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:796c3b7d2b045682fe592fbc6fd67e63c06b2a33e51097952e1d187a7e5e15f5
--@ target fp1:bd73825de31e3101e6c5899e6bb3daa07cb68ef5f952c2db708a19e6be5fb2f6
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create tune (ALTER COLUMN cannot parse the old definition of par(en; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" ("par(en" INTEGER DEFAULT ( length( 'a)b' ) ), "com,ma" TEXT NOT NULL, plays INTEGER);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" (rowid, "par(en", "com,ma", "plays")
SELECT "tune".rowid, "tune"."par(en", "tune"."com,ma", "tune"."plays"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."par(en" IS NOT "new"."par(en" COLLATE BINARY
  OR "old"."com,ma" IS NOT "new"."com,ma" COLLATE BINARY
  OR "old"."plays" IS NOT "new"."plays" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune ("par(en" INTEGER NOT NULL DEFAULT ( length( 'a)b' ) ), "com,ma" TEXT NOT NULL, plays INTEGER)
--@ seal sha256:7499949b013695ef3083a21ffb1cb1195d760f980c68845c3b4d72b406388f66
