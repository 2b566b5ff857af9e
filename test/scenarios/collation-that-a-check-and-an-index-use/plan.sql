--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:ccb74fd10620e55dc2a09484f636e54e3cbd230d320240c25c3f1f7b6fc032ab
--@ target fp1:bd417f4e6005c873e2d7e0e78552219d3eb7f696f174a7ee5132cce4d9e16d24
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ check check tune expect = 0
SELECT count(*) FROM (SELECT "tune"."rowid" AS "rowid", "tune"."id" AS "id", "tune"."kind" COLLATE "NOCASE" AS "kind", "tune"."name" AS "name" FROM (SELECT "tune"."rowid" AS "rowid", "tune"."id" AS "id", "tune"."kind" AS "kind", "tune"."name" AS "name" FROM "tune") AS "tune") AS "tune" WHERE NOT (kind IN ('reel', 'jig', 'Jig'));

--@ step drop-index one_jig_of_a_name (created again below)
DROP INDEX "one_jig_of_a_name";

--@ step alter-column tune.kind
ALTER TABLE "tune" ALTER COLUMN "kind" TO "kind" TEXT COLLATE "NOCASE";

--@ step create-index one_jig_of_a_name
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, CHECK (kind IN ('reel', 'jig', 'Jig')))
--@ before index one_jig_of_a_name
--= CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig'
--@ seal sha256:132af7c1cad5d9ae6d2fe7e2c9cc313c07f3308d36e7d4773381053650503e15
