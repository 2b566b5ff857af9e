--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:cc67d6d40f8ea0577cc51f7a79d6fe292eca102d10be636ae7c797afa8241b02
--@ target fp1:fe7e244cf933c4dd940bd1cdafea0b7fce6641a07c1d700b6b538fa7c4a6ac78
-- 2 added, 2 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys player (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create player (UNIQUE (team, name) is added)
CREATE TABLE "__trueup_player" (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE, name TEXT, UNIQUE (team, name));

--@ step rebuild-copy player
INSERT OR ABORT INTO "__trueup_player" ("id", "team", "name")
SELECT "player"."id", "player"."team", "player"."name"
FROM "player" ORDER BY "player".rowid;

--@ check rebuild-rows player expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "player") - (SELECT count(*) FROM "__trueup_player"))
 + (SELECT count(*) FROM "player" AS "old" LEFT JOIN "__trueup_player" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."team" IS NOT "new"."team" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY);

--@ step reference-index team (finds the rows that refer to player)
CREATE INDEX "__trueup_ref_1" ON "team" ("captain");

--@ step rebuild-drop player
DROP TABLE "player";

--@ step drop-reference-index team
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename player
ALTER TABLE "__trueup_player" RENAME TO "player";

--@ step settle-keys player (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys team (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create team (UNIQUE (name) is added)
CREATE TABLE "__trueup_team" (id INTEGER PRIMARY KEY, captain INTEGER REFERENCES player (id) DEFERRABLE INITIALLY DEFERRED, name TEXT UNIQUE);

--@ step rebuild-copy team
INSERT OR ABORT INTO "__trueup_team" ("id", "captain", "name")
SELECT "team"."id", "team"."captain", "team"."name"
FROM "team" ORDER BY "team".rowid;

--@ check rebuild-rows team expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "team") - (SELECT count(*) FROM "__trueup_team"))
 + (SELECT count(*) FROM "team" AS "old" LEFT JOIN "__trueup_team" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."captain" IS NOT "new"."captain" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY);

--@ step shield player (ON DELETE CASCADE must not act while team is dropped)
CREATE TRIGGER "__trueup_shield_1" BEFORE DELETE ON "player" BEGIN SELECT RAISE(IGNORE); END;

--@ step rebuild-drop team
DROP TABLE "team";

--@ step unshield player
DROP TRIGGER "__trueup_shield_1";

--@ step rebuild-rename team
ALTER TABLE "__trueup_team" RENAME TO "team";

--@ step settle-keys team (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table player
--= CREATE TABLE player (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE, name TEXT)
--@ before table team
--= CREATE TABLE team (id INTEGER PRIMARY KEY, captain INTEGER REFERENCES player (id) DEFERRABLE INITIALLY DEFERRED, name TEXT)
--@ seal sha256:1ebbed90cd280f48ce6d78de85e62f8cc233149d76371cb32d4f1a4f70113da6
