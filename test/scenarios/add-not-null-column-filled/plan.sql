--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:eb0270163eb877cc4d981efb0d6273781bc548c0b5a325e04abbe252309655ce
--@ target fp1:c4ed21983b25bd62704a3c85d9e7685459bbd1b21df05da2494e05aff331cc48
--@ fill song.length = length(title)
-- 1 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ step add-column song.length (existing rows are filled before its constraints apply)
ALTER TABLE "song" ADD COLUMN "length" INTEGER;

--@ step fill song.length
UPDATE OR ABORT "song" SET "length" = (length(title));

--@ check not-null song.length expect = 0
SELECT count(*) FROM "song" WHERE "song"."length" IS NULL;

--@ step alter-column song.length
ALTER TABLE "song" ALTER COLUMN "length" TO "length" INTEGER NOT NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT)
--@ seal sha256:2b2c1022125493fd35c337524eb745450fb2a6ed2733fbb80da6b20f87c3f5fd
