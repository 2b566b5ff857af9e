--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:5a5f0f521df565d5ba61290f720622d2e8bf7d12033fb21c9d0b4ea5184deddb
--@ target fp1:1c7b3acfc76a6c1f3c81d18f9a334ca1a094d530f7920ba281ffef1403c28b61
-- 4 added, 2 changed

--@ session foreign-keys off
--@ transaction

--@ check check tune expect = 0 (all its new constraints)
SELECT count(*) FROM "tune" WHERE "tune"."tempo" IS NULL OR NOT (tempo > 0) OR NOT (tempo < 400 -- nobody plays that
) OR NOT (beat > 0) OR NOT (beat < 9);

--@ step alter-column tune.tempo
ALTER TABLE "tune" ALTER COLUMN "tempo" TO "tempo" INTEGER NOT NULL CHECK (tempo > 0) CHECK (tempo < 400 -- nobody plays that
);

--@ step alter-column tune.beat
ALTER TABLE "tune" ALTER COLUMN "beat" TO "beat" INTEGER CHECK (beat > 0) CHECK (beat < 9);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER, beat INTEGER)
--@ seal sha256:c89a800fc8d70c8e9ae2240406021e1f75ea258095c6bba9188f3c7be58cc57a
