--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:65b576241cfc4220c0be818e986352b66231b4d9cd5942d8df91bbda4028fa24
--@ target fp1:e1d2904e48487fa7cc17c1c43f201a4354cde1a8e408a524f81b858b244080d0
--@ rename column tune.name to tune.title
--@ rename column tune.speed to tune.tempo
--@ rename table song to tune
--@ fill tune.tempo = 100
-- 2 renamed, 2 changed

--@ session foreign-keys off
--@ transaction

--@ check not-null tune.tempo expect = 0
SELECT count(*) FROM (SELECT "tune"."rowid" AS "rowid", "tune"."id" AS "id", "tune"."title" AS "title", coalesce("tune"."tempo", (100)) AS "tempo" FROM (SELECT "song"."rowid" AS "rowid", "song"."id" AS "id", "song"."name" AS "title", "song"."speed" AS "tempo" FROM "song") AS "tune") AS "tune" WHERE "tune"."tempo" IS NULL;

--@ step rename-table tune
ALTER TABLE "song" RENAME TO "tune";

--@ step rename-column tune.tempo
ALTER TABLE "tune" RENAME COLUMN "speed" TO "tempo";

--@ step rename-column tune.title
ALTER TABLE "tune" RENAME COLUMN "name" TO "title";

--@ step fill tune.tempo
UPDATE OR ABORT "tune" SET "tempo" = (100) WHERE "tune"."tempo" IS NULL;

--@ step alter-column tune.tempo
ALTER TABLE "tune" ALTER COLUMN "tempo" TO "tempo" INTEGER NOT NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT NOT NULL, speed INTEGER)
--@ before index song_by_name
--= CREATE INDEX song_by_name ON song (name)
--@ seal sha256:8b0981a1d58a315dee862d3a95733eae172e87e5965e040c07a122674d28a956
