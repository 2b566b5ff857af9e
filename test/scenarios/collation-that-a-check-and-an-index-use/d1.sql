--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:ccb74fd10620e55dc2a09484f636e54e3cbd230d320240c25c3f1f7b6fc032ab
--@ target fp1:bd417f4e6005c873e2d7e0e78552219d3eb7f696f174a7ee5132cce4d9e16d24
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, kind TEXT COLLATE NOCASE, name TEXT, CHECK (kind IN ('reel', 'jig', 'Jig')));

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "kind", "name")
SELECT "tune"."id", "tune"."kind", "tune"."name"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."kind" IS NOT "new"."kind" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step create-index one_jig_of_a_name
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, CHECK (kind IN ('reel', 'jig', 'Jig')))
--@ before index one_jig_of_a_name
--= CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig'
--@ seal sha256:fd251381598d31998a176252bf41d5ddb7294ee2b53be73e5c9e2b5851dbc848
