--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:c88bf93cdc60fd1122a531ac769a1148c47192daa3065e6674f8c15cd057d80f
--@ target fp1:02f5f8226ca8621ca7ec39952381205aceba2b52d99f8807e2178c39854d60e9
-- 5 added, 5 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger "g café" (created again below)
DROP TRIGGER "g café";

--@ step drop-trigger "g café" (created again below)
DROP TRIGGER "g café";

--@ step drop-trigger "g main" (created again below)
DROP TRIGGER "g main";

--@ step drop-trigger "g rowid" (created again below)
DROP TRIGGER "g rowid";

--@ step drop-trigger "g 表" (created again below)
DROP TRIGGER "g 表";

--@ step drop-view "v café" (created again below)
DROP VIEW "v café";

--@ step drop-view "v café" (created again below)
DROP VIEW "v café";

--@ step drop-view "v main" (created again below)
DROP VIEW "v main";

--@ step drop-view "v rowid" (created again below)
DROP VIEW "v rowid";

--@ step drop-view "v 表" (created again below)
DROP VIEW "v 表";

--@ step rebuild-create "café" (UNIQUE (id, café) is added)
CREATE TABLE "__trueup_café" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT, UNIQUE (id, "café"));

--@ step rebuild-copy "café"
INSERT OR ABORT INTO "__trueup_café" ("id", "café", "café", "rowid", "oid", "end")
SELECT "café"."id", "café"."café", "café"."café", "café"."rowid", "café"."oid", "café"."end"
FROM "café" ORDER BY "café"._rowid_;

--@ check rebuild-rows "café" expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "café") - (SELECT count(*) FROM "__trueup_café"))
 + (SELECT count(*) FROM "café" AS "old" LEFT JOIN "__trueup_café" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY
  OR "old"."end" IS NOT "new"."end" COLLATE BINARY);

--@ step rebuild-drop "café"
DROP TABLE "café";

--@ step rebuild-rename "café"
ALTER TABLE "__trueup_café" RENAME TO "café";

--@ step rebuild-create café (UNIQUE (id, café) is added)
CREATE TABLE "__trueup_café" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT, UNIQUE (id, "café"));

--@ step rebuild-copy café
INSERT OR ABORT INTO "__trueup_café" ("id", "café", "café", "rowid", "oid", "end")
SELECT "café"."id", "café"."café", "café"."café", "café"."rowid", "café"."oid", "café"."end"
FROM "café" ORDER BY "café"._rowid_;

--@ check rebuild-rows café expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "café") - (SELECT count(*) FROM "__trueup_café"))
 + (SELECT count(*) FROM "café" AS "old" LEFT JOIN "__trueup_café" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY
  OR "old"."end" IS NOT "new"."end" COLLATE BINARY);

--@ step rebuild-drop café
DROP TABLE "café";

--@ step rebuild-rename café
ALTER TABLE "__trueup_café" RENAME TO "café";

--@ step rebuild-create main (UNIQUE (id, café) is added)
CREATE TABLE "__trueup_main" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT, UNIQUE (id, "café"));

--@ step rebuild-copy main
INSERT OR ABORT INTO "__trueup_main" ("id", "café", "café", "rowid", "oid", "end")
SELECT "main"."id", "main"."café", "main"."café", "main"."rowid", "main"."oid", "main"."end"
FROM "main" ORDER BY "main"._rowid_;

--@ check rebuild-rows main expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "main") - (SELECT count(*) FROM "__trueup_main"))
 + (SELECT count(*) FROM "main" AS "old" LEFT JOIN "__trueup_main" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY
  OR "old"."end" IS NOT "new"."end" COLLATE BINARY);

--@ step rebuild-drop main
DROP TABLE "main";

--@ step rebuild-rename main
ALTER TABLE "__trueup_main" RENAME TO "main";

--@ step rebuild-create rowid (UNIQUE (id, café) is added)
CREATE TABLE "__trueup_rowid" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT, UNIQUE (id, "café"));

--@ step rebuild-copy rowid
INSERT OR ABORT INTO "__trueup_rowid" ("id", "café", "café", "rowid", "oid", "end")
SELECT "rowid"."id", "rowid"."café", "rowid"."café", "rowid"."rowid", "rowid"."oid", "rowid"."end"
FROM "rowid" ORDER BY "rowid"._rowid_;

--@ check rebuild-rows rowid expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "rowid") - (SELECT count(*) FROM "__trueup_rowid"))
 + (SELECT count(*) FROM "rowid" AS "old" LEFT JOIN "__trueup_rowid" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY
  OR "old"."end" IS NOT "new"."end" COLLATE BINARY);

--@ step rebuild-drop rowid
DROP TABLE "rowid";

--@ step rebuild-rename rowid
ALTER TABLE "__trueup_rowid" RENAME TO "rowid";

--@ step rebuild-create 表 (UNIQUE (id, café) is added)
CREATE TABLE "__trueup_表" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT, UNIQUE (id, "café"));

--@ step rebuild-copy 表
INSERT OR ABORT INTO "__trueup_表" ("id", "café", "café", "rowid", "oid", "end")
SELECT "表"."id", "表"."café", "表"."café", "表"."rowid", "表"."oid", "表"."end"
FROM "表" ORDER BY "表"._rowid_;

--@ check rebuild-rows 表 expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "表") - (SELECT count(*) FROM "__trueup_表"))
 + (SELECT count(*) FROM "表" AS "old" LEFT JOIN "__trueup_表" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."café" IS NOT "new"."café" COLLATE BINARY
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY
  OR "old"."end" IS NOT "new"."end" COLLATE BINARY);

--@ step rebuild-drop 表
DROP TABLE "表";

--@ step rebuild-rename 表
ALTER TABLE "__trueup_表" RENAME TO "表";

--@ step create-index "ix café"
CREATE INDEX "ix café" ON "café" ("café");

--@ step create-index "ix café"
CREATE INDEX "ix café" ON "café" ("café");

--@ step create-index "ix main"
CREATE INDEX "ix main" ON "main" ("café");

--@ step create-index "ix rowid"
CREATE INDEX "ix rowid" ON "rowid" ("café");

--@ step create-index "ix 表"
CREATE INDEX "ix 表" ON "表" ("café");

--@ step create-view "v café"
CREATE VIEW "v café" AS SELECT "café" AS "café", "end" FROM "café";

--@ step create-view "v café"
CREATE VIEW "v café" AS SELECT "café" AS "café", "end" FROM "café";

--@ step create-view "v main"
CREATE VIEW "v main" AS SELECT "café" AS "café", "end" FROM "main";

--@ step create-view "v rowid"
CREATE VIEW "v rowid" AS SELECT "café" AS "café", "end" FROM "rowid";

--@ step create-view "v 表"
CREATE VIEW "v 表" AS SELECT "café" AS "café", "end" FROM "表";

--@ step create-trigger "g café"
CREATE TRIGGER "g café" AFTER INSERT ON "café" BEGIN UPDATE "café" SET "café" = NEW."café" WHERE id = NEW.id; END;

--@ step create-trigger "g café"
CREATE TRIGGER "g café" AFTER INSERT ON "café" BEGIN UPDATE "café" SET "café" = NEW."café" WHERE id = NEW.id; END;

--@ step create-trigger "g 表"
CREATE TRIGGER "g 表" AFTER INSERT ON "表" BEGIN UPDATE "表" SET "café" = NEW."café" WHERE id = NEW.id; END;

--@ step create-trigger "g main"
CREATE TRIGGER "g main" AFTER INSERT ON "main" BEGIN UPDATE "main" SET "café" = NEW."café" WHERE id = NEW.id; END;

--@ step create-trigger "g rowid"
CREATE TRIGGER "g rowid" AFTER INSERT ON "rowid" BEGIN UPDATE "rowid" SET "café" = NEW."café" WHERE id = NEW.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table "café"
--= CREATE TABLE "café" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT)
--@ before table café
--= CREATE TABLE "café" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT)
--@ before table main
--= CREATE TABLE "main" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT)
--@ before table rowid
--= CREATE TABLE "rowid" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT)
--@ before table 表
--= CREATE TABLE "表" (id INTEGER PRIMARY KEY, "café" TEXT, "café" TEXT, "rowid" TEXT, "oid" INT, "end" TEXT)
--@ before index "ix café"
--= CREATE INDEX "ix café" ON "café" ("café")
--@ before index "ix café"
--= CREATE INDEX "ix café" ON "café" ("café")
--@ before index "ix main"
--= CREATE INDEX "ix main" ON "main" ("café")
--@ before index "ix rowid"
--= CREATE INDEX "ix rowid" ON "rowid" ("café")
--@ before index "ix 表"
--= CREATE INDEX "ix 表" ON "表" ("café")
--@ before view "v café"
--= CREATE VIEW "v café" AS SELECT "café" AS "café", "end" FROM "café"
--@ before view "v café"
--= CREATE VIEW "v café" AS SELECT "café" AS "café", "end" FROM "café"
--@ before view "v main"
--= CREATE VIEW "v main" AS SELECT "café" AS "café", "end" FROM "main"
--@ before view "v rowid"
--= CREATE VIEW "v rowid" AS SELECT "café" AS "café", "end" FROM "rowid"
--@ before view "v 表"
--= CREATE VIEW "v 表" AS SELECT "café" AS "café", "end" FROM "表"
--@ before trigger "g café"
--= CREATE TRIGGER "g café" AFTER INSERT ON "café" BEGIN UPDATE "café" SET "café" = NEW."café" WHERE id = NEW.id; END
--@ before trigger "g café"
--= CREATE TRIGGER "g café" AFTER INSERT ON "café" BEGIN UPDATE "café" SET "café" = NEW."café" WHERE id = NEW.id; END
--@ before trigger "g 表"
--= CREATE TRIGGER "g 表" AFTER INSERT ON "表" BEGIN UPDATE "表" SET "café" = NEW."café" WHERE id = NEW.id; END
--@ before trigger "g main"
--= CREATE TRIGGER "g main" AFTER INSERT ON "main" BEGIN UPDATE "main" SET "café" = NEW."café" WHERE id = NEW.id; END
--@ before trigger "g rowid"
--= CREATE TRIGGER "g rowid" AFTER INSERT ON "rowid" BEGIN UPDATE "rowid" SET "café" = NEW."café" WHERE id = NEW.id; END
--@ seal sha256:8e9b5ce549d9b0822df1ff326d9e3664f63e6251b58d32f54f5de67705c45ad6
