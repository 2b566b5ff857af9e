--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:30c41860a74d1875ab9b02dac41d1227fa7c6dd9ec4810760e50ad7208d07c4c
--@ target fp1:57ac55e4d58180f79f491f74d12a6b480783bd55143816a291791c661f841f10
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step drop-trigger forget (created again below)
DROP TRIGGER "forget";

--@ step drop-view towns (created again below)
DROP VIEW "towns";

--@ step rebuild-create performer (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_performer" (name TEXT, town TEXT COLLATE NOCASE);

--@ step rebuild-copy performer
INSERT OR ABORT INTO "__trueup_performer" (rowid, "name", "town")
SELECT "performer".rowid, "performer"."name", "performer"."town"
FROM "performer" ORDER BY "performer".rowid;

--@ check rebuild-rows performer expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "performer") - (SELECT count(*) FROM "__trueup_performer"))
 + (SELECT count(*) FROM "performer" AS "old" LEFT JOIN "__trueup_performer" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY
  OR "old"."town" IS NOT "new"."town" COLLATE BINARY);

--@ step rebuild-drop performer
DROP TABLE "performer";

--@ step rebuild-rename performer
ALTER TABLE "__trueup_performer" RENAME TO "performer";

--@ step create-view towns
CREATE VIEW towns AS SELECT town FROM performer;

--@ step create-trigger forget
CREATE TRIGGER forget INSTEAD OF DELETE ON towns BEGIN
  UPDATE performer SET town = NULL WHERE town = OLD."missing" AND 0;
END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table performer
--= CREATE TABLE performer (name TEXT, town TEXT)
--@ before view towns
--= CREATE VIEW towns AS SELECT town FROM performer
--@ before trigger forget
--= CREATE TRIGGER forget INSTEAD OF DELETE ON towns BEGIN
--=   UPDATE performer SET town = NULL WHERE town = OLD."missing" AND 0;
--= END
--@ seal sha256:176f5f986820fdf6776bae09a43b6ec3bdb47a8d2d18f966274966f0861977f7
