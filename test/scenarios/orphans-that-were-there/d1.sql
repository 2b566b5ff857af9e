--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:1575743ffbc66c75fabe230928949a8f3cb3afde96a6f4c7b521f149e79d5727
--@ target fp1:8190a7c90d803070da7760e4f45296fb96045128e25eef3d26a7f8a04bffd419
-- 2 added, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys parent (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create parent (UNIQUE (name) is added)
CREATE TABLE "__trueup_parent" (id INTEGER PRIMARY KEY, name TEXT UNIQUE);

--@ step rebuild-copy parent
INSERT OR ABORT INTO "__trueup_parent" ("id", "name")
SELECT "parent"."id", "parent"."name"
FROM "parent" ORDER BY "parent".rowid;

--@ check rebuild-rows parent expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "parent") - (SELECT count(*) FROM "__trueup_parent"))
 + (SELECT count(*) FROM "parent" AS "old" LEFT JOIN "__trueup_parent" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY);

--@ step reference-index child (finds the rows that refer to parent)
CREATE INDEX "__trueup_ref_1" ON "child" ("parent");

--@ step rebuild-drop parent
DROP TABLE "parent";

--@ step drop-reference-index child
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename parent
ALTER TABLE "__trueup_parent" RENAME TO "parent";

--@ step settle-keys parent (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step add-column child.more
ALTER TABLE "child" ADD COLUMN "more" TEXT;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table child
--= CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id), note TEXT)
--@ before table parent
--= CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)
--@ seal sha256:12297533bd6a9cd01df258644bbd9f11b7bf8446101f51e9f4648ab1aed92f67
