--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:e60aa8eb4d5b3602f40c84d0798dd3a62cd57003078c8247c1a97234760103ad
--@ target fp1:151074e43febe76c7b3ea4a15509f76bd635775c5ee916012c4ce1a5a396469c
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create log (UNIQUE (at, line) is added)
CREATE TABLE "__trueup_log" (at TEXT, line TEXT, UNIQUE (at, line));

--@ step rebuild-copy log
INSERT OR ABORT INTO "__trueup_log" (rowid, "at", "line")
SELECT "log".rowid, "log"."at", "log"."line"
FROM "log" ORDER BY "log".rowid;

--@ check rebuild-rows log expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "log") - (SELECT count(*) FROM "__trueup_log"))
 + (SELECT count(*) FROM "log" AS "old" LEFT JOIN "__trueup_log" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."at" IS NOT "new"."at" COLLATE BINARY OR typeof("old"."at") <> typeof("new"."at")
  OR "old"."line" IS NOT "new"."line" COLLATE BINARY OR typeof("old"."line") <> typeof("new"."line"));

--@ step rebuild-drop log
DROP TABLE "log";

--@ step rebuild-rename log
ALTER TABLE "__trueup_log" RENAME TO "log";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table log
--= CREATE TABLE log (at TEXT, line TEXT)
--@ seal sha256:434de0f01f7dd285b0b84d3d90568387f9aa781156a407a4b71cb6f364e83655
