--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:5443c64e77b851c0d503e02a336163e780e057e66daaf8e184baab015459bcf2
--@ target fp1:ebd64b152d677061d16ec50cac9f63ac56c29c744680b68146ce7de4194c6f40
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ step restore-values song.feel (rows that read the old default keep it)
UPDATE OR ABORT "song" SET "feel" = "song"."feel" WHERE "song"."feel" IS ('Slow');

--@ step alter-column song.feel
ALTER TABLE "song" ALTER COLUMN "feel" TO "feel" TEXT DEFAULT 'slow';

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, "key" TEXT DEFAULT "Dm", mode TEXT NOT NULL DEFAULT dorian, feel TEXT DEFAULT "Slow")
--@ seal sha256:7355782fa7a588337fcdf050da59ad2695e87d8b98770177c314a18d33d5f658
