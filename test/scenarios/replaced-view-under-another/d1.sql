--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:32c707b0a7e733888ee459e8697d93ec5c6c03469d9ff00ccce03d9fbcbd8d11
--@ target fp1:410d747bcc5d31485d9cb3a4c88ea5d19f0046da249c80b45a22e4a3c2940b44
--@ fill tune.tempo = 120
-- 1 added, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step drop-view loud (created again below)
DROP VIEW "loud";

--@ step drop-view louder (created again below)
DROP VIEW "louder";

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER NOT NULL);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title", "tempo")
SELECT "tune"."id", "tune"."title", (120)
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step create-view loud
CREATE VIEW loud AS SELECT id, upper(title) AS title FROM tune;

--@ step create-view louder
CREATE VIEW louder AS SELECT id FROM loud;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)
--@ before view loud
--= CREATE VIEW loud AS SELECT id, title FROM tune
--@ before view louder
--= CREATE VIEW louder AS SELECT id FROM loud
--@ seal sha256:124031f78f4574d5e292c113707c0756d1dc8df0df467af4d6f2867fb4c8bb08
