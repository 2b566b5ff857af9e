--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:89b1a03a7bcefeb2e64a21ef34cab89fa07c7b81af9d0223c4b649ad106d3b78
--@ target fp1:05b967f5e65e83c496cac7469a33ebb07a45d37e9cb3608badeec3c06d16a5d9
--@ rename column player.oid to player.code
--@ fill note.by = (SELECT nick FROM player WHERE code = note.person)
-- 1 renamed, 1 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ check not-null note.by expect = 0
SELECT count(*) FROM "note" WHERE ((WITH "player" AS (SELECT "oid" AS "code", "nick" FROM "main"."player") SELECT ((SELECT nick FROM player WHERE code = note.person)))) IS NULL;

--@ step rename-column player.code
ALTER TABLE "player" RENAME COLUMN "oid" TO "code";

--@ step add-column note.by (existing rows are filled before its constraints apply)
ALTER TABLE "note" ADD COLUMN "by" TEXT;

--@ step fill note.by
UPDATE OR ABORT "note" SET "by" = ((SELECT nick FROM player WHERE code = note.person));

--@ step alter-column note.by
ALTER TABLE "note" ALTER COLUMN "by" TO "by" TEXT NOT NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (id INTEGER PRIMARY KEY, person TEXT)
--@ before table player
--= CREATE TABLE player (oid TEXT, nick TEXT)
--@ seal sha256:aaee3432c391f433cebf0f6055ee1bf95144064120519debe9bc732698a758c8
