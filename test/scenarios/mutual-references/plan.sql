--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:cc67d6d40f8ea0577cc51f7a79d6fe292eca102d10be636ae7c797afa8241b02
--@ target fp1:fe7e244cf933c4dd940bd1cdafea0b7fce6641a07c1d700b6b538fa7c4a6ac78
-- 2 added, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create player (UNIQUE (team, name) is added)
CREATE TABLE "__trueup_player" (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE, name TEXT, UNIQUE (team, name));

--@ step rebuild-copy player
INSERT OR ABORT INTO "__trueup_player" ("id", "team", "name")
SELECT "player"."id", "player"."team", "player"."name"
FROM "player" ORDER BY "player".rowid;

--@ check rebuild-rows player expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "player") - (SELECT count(*) FROM "__trueup_player"))
 + (SELECT count(*) FROM "player" AS "old" LEFT JOIN "__trueup_player" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."team" IS NOT "new"."team" COLLATE BINARY OR typeof("old"."team") <> typeof("new"."team")
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY OR typeof("old"."name") <> typeof("new"."name"));

--@ step rebuild-drop player
DROP TABLE "player";

--@ step rebuild-rename player
ALTER TABLE "__trueup_player" RENAME TO "player";

--@ step rebuild-create team (UNIQUE (name) is added)
CREATE TABLE "__trueup_team" (id INTEGER PRIMARY KEY, captain INTEGER REFERENCES player (id) DEFERRABLE INITIALLY DEFERRED, name TEXT UNIQUE);

--@ step rebuild-copy team
INSERT OR ABORT INTO "__trueup_team" ("id", "captain", "name")
SELECT "team"."id", "team"."captain", "team"."name"
FROM "team" ORDER BY "team".rowid;

--@ check rebuild-rows team expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "team") - (SELECT count(*) FROM "__trueup_team"))
 + (SELECT count(*) FROM "team" AS "old" LEFT JOIN "__trueup_team" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."captain" IS NOT "new"."captain" COLLATE BINARY OR typeof("old"."captain") <> typeof("new"."captain")
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY OR typeof("old"."name") <> typeof("new"."name"));

--@ step rebuild-drop team
DROP TABLE "team";

--@ step rebuild-rename team
ALTER TABLE "__trueup_team" RENAME TO "team";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table player
--= CREATE TABLE player (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE, name TEXT)
--@ before table team
--= CREATE TABLE team (id INTEGER PRIMARY KEY, captain INTEGER REFERENCES player (id) DEFERRABLE INITIALLY DEFERRED, name TEXT)
--@ seal sha256:afa211f7f76029a33cc0f7ce15eca3ca3fead3ff7d16cc42023e4529a4a954d3
