--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:37d41d4ca820a1ae49017d54aef30b78c3f4bbb11f46229ed8becc3d9d9283e1
--@ target fp1:1689209b1ab37a4bd35161cbea52d2aef3be5a167489f577367e020a0a6a1684
--@ rename column a.x to a.y
-- 1 renamed, 2 added, 3 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger a (created again below)
DROP TRIGGER "a";

--@ step drop-trigger b (created again below)
DROP TRIGGER "b";

--@ step drop-view b (created again below)
DROP VIEW "b";

--@ step rename-column a.y
ALTER TABLE "a" RENAME COLUMN "x" TO "y";

--@ step rebuild-create a (UNIQUE (z) is added)
CREATE TABLE "__trueup_a" (id INTEGER PRIMARY KEY, y, z INTEGER UNIQUE);

--@ step rebuild-copy a
INSERT OR ABORT INTO "__trueup_a" ("id", "y")
SELECT "a"."id", "a"."y"
FROM "a" ORDER BY "a".rowid;

--@ check rebuild-rows a expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "a") - (SELECT count(*) FROM "__trueup_a"))
 + (SELECT count(*) FROM "a" AS "old" LEFT JOIN "__trueup_a" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."y" IS NOT "new"."y" COLLATE BINARY);

--@ step rebuild-drop a
DROP TABLE "a";

--@ step rebuild-rename a
ALTER TABLE "__trueup_a" RENAME TO "a";

--@ step create-view b
CREATE VIEW b AS SELECT id, y FROM a;

--@ step create-trigger a
CREATE TRIGGER a INSTEAD OF INSERT ON b BEGIN INSERT INTO a (y) VALUES (NEW.y); END;

--@ step create-trigger b
CREATE TRIGGER b AFTER INSERT ON a BEGIN UPDATE a SET y = (SELECT max(y) FROM b) WHERE id = NEW.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table a
--= CREATE TABLE a (id INTEGER PRIMARY KEY, x)
--@ before view b
--= CREATE VIEW b AS SELECT id, x FROM a
--@ before trigger a
--= CREATE TRIGGER a INSTEAD OF INSERT ON b BEGIN INSERT INTO a (x) VALUES (NEW.x); END
--@ before trigger b
--= CREATE TRIGGER b AFTER INSERT ON a BEGIN UPDATE a SET x = (SELECT max(x) FROM b) WHERE id = NEW.id; END
--@ seal sha256:022f916b3ae4053cd56f5d8e2574017af1cb04b3694be33178ae32c29479ad76
