--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:eb0270163eb877cc4d981efb0d6273781bc548c0b5a325e04abbe252309655ce
--@ target fp1:c4ed21983b25bd62704a3c85d9e7685459bbd1b21df05da2494e05aff331cc48
--@ fill song.length = length(title)
-- 1 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ check not-null song.length expect = 0
SELECT count(*) FROM "song" WHERE (length(title)) IS NULL;

--@ step add-column song.length (existing rows are filled before its constraints apply)
ALTER TABLE "song" ADD COLUMN "length" INTEGER;

--@ step fill song.length
UPDATE OR ABORT "song" SET "length" = (length(title));

--@ step alter-column song.length
ALTER TABLE "song" ALTER COLUMN "length" TO "length" INTEGER NOT NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT)
--@ seal sha256:84e3dee3544849f55bc7d4a616461a08772b9b08ad06dd5c6a29c0066a61226f
