--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:5a5f0f521df565d5ba61290f720622d2e8bf7d12033fb21c9d0b4ea5184deddb
--@ target fp1:1c7b3acfc76a6c1f3c81d18f9a334ca1a094d530f7920ba281ffef1403c28b61
-- 4 added, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (
  id INTEGER PRIMARY KEY,
  tempo INTEGER NOT NULL CHECK (tempo > 0) CHECK (tempo < 400 -- nobody plays that
  ),
  beat INTEGER CHECK (beat > 0) CHECK (beat < 9)
);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "tempo", "beat")
SELECT "tune"."id", "tune"."tempo", "tune"."beat"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."tempo" IS NOT "new"."tempo" COLLATE BINARY
  OR "old"."beat" IS NOT "new"."beat" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER, beat INTEGER)
--@ seal sha256:69e1ced673d370ebed086c8ad13743a494796edbaa481e319222815d676bbc14
