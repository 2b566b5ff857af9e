--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:b891d29034232513e3e31552c933b742bccd1190b0bb93a1bae7e4fe6a5e6f6b
--@ target fp1:08eccd74c24f784877746495b4be2b8c2843ed19362883c86c5c766260d21475
--@ rename column player.nick to player.name
--@ rename column remark.person to remark.player
--@ rename table note to remark
--@ rename table person to player
--@ fill remark.by = (SELECT name FROM player WHERE player.id = remark.player)
--@ fill remark.depth = (SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player)
-- 3 renamed, 3 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rename-table player
ALTER TABLE "person" RENAME TO "player";

--@ step rename-table remark
ALTER TABLE "note" RENAME TO "remark";

--@ step rename-column player.name
ALTER TABLE "player" RENAME COLUMN "nick" TO "name";

--@ step rename-column remark.player
ALTER TABLE "remark" RENAME COLUMN "person" TO "player";

--@ step rebuild-create remark (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_remark" (id INTEGER PRIMARY KEY, player INTEGER, above INTEGER, by TEXT NOT NULL, depth INTEGER NOT NULL CHECK (depth < 3));

--@ step rebuild-copy remark
INSERT OR ABORT INTO "__trueup_remark" ("id", "player", "above", "by", "depth")
SELECT "remark"."id", "remark"."player", "remark"."above", ((SELECT name FROM player WHERE player.id = remark.player)), ((SELECT count(*) FROM remark AS upper, player WHERE upper.id = remark.above AND player.id = upper.player))
FROM "remark" ORDER BY "remark".rowid;

--@ check rebuild-rows remark expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "remark") - (SELECT count(*) FROM "__trueup_remark"))
 + (SELECT count(*) FROM "remark" AS "old" LEFT JOIN "__trueup_remark" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."player" IS NOT "new"."player" COLLATE BINARY
  OR "old"."above" IS NOT "new"."above" COLLATE BINARY);

--@ step rebuild-drop remark
DROP TABLE "remark";

--@ step rebuild-rename remark
ALTER TABLE "__trueup_remark" RENAME TO "remark";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (id INTEGER PRIMARY KEY, person INTEGER, above INTEGER)
--@ before table person
--= CREATE TABLE person (id INTEGER PRIMARY KEY, nick TEXT)
--@ seal sha256:6f9a3e648490f9d263dfcb535841d38d1ead28a9acade651e66bd2679881e822
