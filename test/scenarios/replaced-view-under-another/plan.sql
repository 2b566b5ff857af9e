--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:32c707b0a7e733888ee459e8697d93ec5c6c03469d9ff00ccce03d9fbcbd8d11
--@ target fp1:410d747bcc5d31485d9cb3a4c88ea5d19f0046da249c80b45a22e4a3c2940b44
--@ fill tune.tempo = 120
-- 1 added, 2 changed

--@ session foreign-keys off
--@ transaction

--@ check not-null tune.tempo expect = 0
SELECT count(*) FROM "tune" WHERE (120) IS NULL;

--@ step drop-view loud (created again below)
DROP VIEW "loud";

--@ step drop-view louder (created again below)
DROP VIEW "louder";

--@ step add-column tune.tempo (existing rows are filled before its constraints apply)
ALTER TABLE "tune" ADD COLUMN "tempo" INTEGER;

--@ step fill tune.tempo
UPDATE OR ABORT "tune" SET "tempo" = (120);

--@ step alter-column tune.tempo
ALTER TABLE "tune" ALTER COLUMN "tempo" TO "tempo" INTEGER NOT NULL;

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
--@ seal sha256:0ca94877e456c4945bceb09c8c3de441ce2343e823e0028c8e59703d6054390b
