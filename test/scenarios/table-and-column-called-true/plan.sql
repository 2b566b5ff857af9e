--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:f44b3fd713a74fa6b030b16facb74c1913baa577fa61df8fd9142f48939ac587
--@ target fp1:3da7ae00b6eb05b20649a8dfff87f73f4df7629ac81c3d8a4ba9c1b3dbe4bf9a
--@ fill true.plays = FALSE
-- 2 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ check not-null true.plays expect = 0
SELECT count(*) FROM "true" WHERE (FALSE) IS NULL;

--@ check check true expect = 0
SELECT count(*) FROM (SELECT "true"."rowid" AS "rowid", "true"."the column true" AS "the column true", "true"."kind" AS "kind", CASE WHEN typeof((FALSE)) = 'text' AND (FALSE) = CAST((FALSE) AS NUMERIC) THEN CAST((FALSE) AS NUMERIC) ELSE (FALSE) END AS "plays" FROM (SELECT "true"."rowid" AS "rowid", "true"./* as it stands */ "true" AS "the column true", "true"."kind" AS "kind" FROM "true") AS "true") AS "true" WHERE NOT ("true"."the column true" <> '');

--@ step add-column true.plays (existing rows are filled before its constraints apply)
ALTER TABLE "true" ADD COLUMN "plays" INT;

--@ step fill true.plays
UPDATE OR ABORT "true" SET "plays" = (FALSE);

--@ step alter-column true.plays
ALTER TABLE "true" ALTER COLUMN "plays" TO "plays" INT NOT NULL;

--@ step alter-column true.true
ALTER TABLE "true" ALTER COLUMN "true" TO "true" TEXT CHECK ("true"."true" <> '');

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table true
--= CREATE TABLE "true" ("true" TEXT, kind TEXT)
--@ seal sha256:eb1e33f161bc0da4e90d40c6f823faef68fef616005ae436c656c47f547023b3
