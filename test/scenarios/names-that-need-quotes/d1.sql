--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:be5aa391a4b1eb3846a424a24d583f49c0420029bdfae0ae18e7bcfc21fff2a5
--@ target fp1:0c3cd8499bbabbcd2733a548b0ad53c2b5b8f5ea66417eb7de85c229c8413b09
-- 1 added, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step drop-trigger "tri gger" (created again below)
DROP TRIGGER "tri gger";

--@ step drop-view "vi'ew" (created again below)
DROP VIEW "vi'ew";

--@ step rebuild-create "or\"der; --" (UNIQUE (a b) is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_or""der; --" ("select" INTEGER PRIMARY KEY, "a b" TEXT UNIQUE, "c]d" TEXT, "it's" TEXT, "größe" TEXT DEFAULT 'y', "名前" TEXT);

--@ step rebuild-copy "or\"der; --"
INSERT OR ABORT INTO "__trueup_or""der; --" ("select", "a b", "c]d", "it's", "größe", "名前")
SELECT "or""der; --"."select", "or""der; --"."a b", "or""der; --"."c]d", "or""der; --"."it's", "or""der; --"."größe", "or""der; --"."名前"
FROM "or""der; --" ORDER BY "or""der; --".rowid;

--@ check rebuild-rows "or\"der; --" expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "or""der; --") - (SELECT count(*) FROM "__trueup_or""der; --"))
 + (SELECT count(*) FROM "or""der; --" AS "old" LEFT JOIN "__trueup_or""der; --" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."select" IS NOT "new"."select" COLLATE BINARY
  OR "old"."a b" IS NOT "new"."a b" COLLATE BINARY
  OR "old"."c]d" IS NOT "new"."c]d" COLLATE BINARY
  OR "old"."it's" IS NOT "new"."it's" COLLATE BINARY
  OR "old"."größe" IS NOT "new"."größe" COLLATE BINARY
  OR "old"."名前" IS NOT "new"."名前" COLLATE BINARY);

--@ step rebuild-drop "or\"der; --"
DROP TABLE "or""der; --";

--@ step rebuild-rename "or\"der; --"
ALTER TABLE "__trueup_or""der; --" RENAME TO "or""der; --";

--@ step create-index "in dex"
CREATE INDEX "in dex" ON "or""der; --" ("a b", "it's" DESC);

--@ step create-view "vi'ew"
CREATE VIEW "vi'ew" AS SELECT "a b" AS "x y" FROM "or""der; --";

--@ step create-trigger "tri gger"
CREATE TRIGGER "tri gger" AFTER DELETE ON "or""der; --" BEGIN DELETE FROM "or""der; --" WHERE "it's" = OLD."it's"; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table "or\"der; --"
--= CREATE TABLE "or""der; --" ("select" INTEGER PRIMARY KEY, "a b" TEXT, "c]d" TEXT, "it's" TEXT, "größe" TEXT DEFAULT 'x', "名前" TEXT)
--@ before index "in dex"
--= CREATE INDEX "in dex" ON "or""der; --" ("a b", "it's" DESC)
--@ before view "vi'ew"
--= CREATE VIEW "vi'ew" AS SELECT "a b" AS "x y" FROM "or""der; --"
--@ before trigger "tri gger"
--= CREATE TRIGGER "tri gger" AFTER DELETE ON "or""der; --" BEGIN DELETE FROM "or""der; --" WHERE "it's" = OLD."it's"; END
--@ seal sha256:7fe5dd33857209ea8cc8195d7960061d8a40064c590eb4a878a136b4b75ab5a1
