--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:9494ac9eb242f73380dd3661e7abc2521e2de82575ecbd5eebeee9352bd3785f
--@ target fp1:a9c98a5cc9c9b9db7f94ea3122c0659178900e21ebc3c7ec0d560892e045691a
-- 4 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger loud (created again below)
DROP TRIGGER "loud";

--@ step drop-trigger short (created again below)
DROP TRIGGER "short";

--@ step drop-trigger tune (created again below)
DROP TRIGGER "tune";

--@ step drop-view loud (created again below)
DROP VIEW "loud";

--@ step rebuild-create tune (PRIMARY KEY changes)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title")
SELECT "tune"."id", "tune"."title"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step create-index short
CREATE INDEX short ON tune (title DESC);

--@ step create-view loud
CREATE VIEW loud AS SELECT upper(title) AS title FROM tune;

--@ step create-trigger loud
CREATE TRIGGER loud AFTER UPDATE ON tune BEGIN SELECT 1; END;

--@ step create-trigger short
CREATE TRIGGER short AFTER DELETE ON tune BEGIN SELECT 3; END;

--@ step create-trigger tune
CREATE TRIGGER tune AFTER INSERT ON tune BEGIN UPDATE tune SET title = title; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)
--@ before index short
--= CREATE INDEX short ON tune (title)
--@ before view loud
--= CREATE VIEW loud AS SELECT title FROM tune
--@ before trigger loud
--= CREATE TRIGGER loud AFTER UPDATE ON tune BEGIN SELECT 1; END
--@ before trigger short
--= CREATE TRIGGER short AFTER DELETE ON tune BEGIN SELECT 2; END
--@ before trigger tune
--= CREATE TRIGGER tune AFTER INSERT ON tune BEGIN UPDATE tune SET title = title; END
--@ seal sha256:4b378c1fcbe51d81717f421fd54e6ba125aee1701a6cfc0646fbb610b98750bf
