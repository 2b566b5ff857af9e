--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:b891d29034232513e3e31552c933b742bccd1190b0bb93a1bae7e4fe6a5e6f6b
--@ target fp1:08eccd74c24f784877746495b4be2b8c2843ed19362883c86c5c766260d21475
--@ rename column player.nick to player.name
--@ rename column remark.person to remark.player
--@ rename table note to remark
--@ rename table person to player
--@ fill remark.by = (SELECT name FROM player WHERE player.id = remark.player)
--@ fill remark.depth = (SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player)
-- 3 renamed, 3 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ check check remark expect = 0 (all its new constraints)
SELECT count(*) FROM (SELECT "remark"."rowid" AS "rowid", "remark"."id" AS "id", "remark"."player" AS "player", "remark"."above" AS "above", CASE typeof(((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person") SELECT ((SELECT name FROM player WHERE player.id = remark.player))))) WHEN 'blob' THEN ((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person") SELECT ((SELECT name FROM player WHERE player.id = remark.player)))) ELSE CAST(((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person") SELECT ((SELECT name FROM player WHERE player.id = remark.player)))) AS TEXT) END AS "by", CASE WHEN typeof(((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person"), "remark" AS (SELECT "id", "person" AS "player", "above" FROM "main"."note") SELECT ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player))))) = 'text' AND ((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person"), "remark" AS (SELECT "id", "person" AS "player", "above" FROM "main"."note") SELECT ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player)))) = CAST(((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person"), "remark" AS (SELECT "id", "person" AS "player", "above" FROM "main"."note") SELECT ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player)))) AS NUMERIC) THEN CAST(((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person"), "remark" AS (SELECT "id", "person" AS "player", "above" FROM "main"."note") SELECT ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player)))) AS NUMERIC) ELSE ((WITH "player" AS (SELECT "id", "nick" AS "name" FROM "main"."person"), "remark" AS (SELECT "id", "person" AS "player", "above" FROM "main"."note") SELECT ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player)))) END AS "depth" FROM (SELECT "note"."rowid" AS "rowid", "note"."id" AS "id", "note"."person" AS "player", "note"."above" AS "above" FROM "note") AS "remark") AS "remark" WHERE "remark"."by" IS NULL OR "remark"."depth" IS NULL OR NOT (depth < 3);

--@ step rename-table player
ALTER TABLE "person" RENAME TO "player";

--@ step rename-table remark
ALTER TABLE "note" RENAME TO "remark";

--@ step rename-column player.name
ALTER TABLE "player" RENAME COLUMN "nick" TO "name";

--@ step rename-column remark.player
ALTER TABLE "remark" RENAME COLUMN "person" TO "player";

--@ step add-column remark.by (existing rows are filled before its constraints apply)
ALTER TABLE "remark" ADD COLUMN "by" TEXT;

--@ step add-column remark.depth (existing rows are filled before its constraints apply)
ALTER TABLE "remark" ADD COLUMN "depth" INTEGER;

--@ step fill remark
UPDATE OR ABORT "remark" SET "by" = ((SELECT name FROM player WHERE player.id = remark.player)), "depth" = ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player));

--@ step alter-column remark.by
ALTER TABLE "remark" ALTER COLUMN "by" TO "by" TEXT NOT NULL;

--@ step alter-column remark.depth
ALTER TABLE "remark" ALTER COLUMN "depth" TO "depth" INTEGER NOT NULL CHECK (depth < 3);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (id INTEGER PRIMARY KEY, person INTEGER, above INTEGER)
--@ before table person
--= CREATE TABLE person (id INTEGER PRIMARY KEY, nick TEXT)
--@ seal sha256:3f87d07196e1d81250a5ff13e20fe69398a2a074e5c1965f5a8732b2414442ae
