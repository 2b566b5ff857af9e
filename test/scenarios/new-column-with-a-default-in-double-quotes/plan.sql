--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:34c2cf27201bfe2f067d8de13c0a1fc99c587bed01bd81e3a28e8a7f76b24d8f
--@ target fp1:93bf84cd406e1611114a5c958642085a5e00064cb9430125a5a455ddac468f29
-- 4 added, 1 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create list (UNIQUE (name) is added)
CREATE TABLE "__trueup_list" (id INTEGER PRIMARY KEY, manual TEXT, name TEXT UNIQUE, kind TEXT NOT NULL DEFAULT manual CHECK (kind <> 'y'));

--@ step rebuild-copy list
INSERT OR ABORT INTO "__trueup_list" ("id", "manual", "name")
SELECT "list"."id", "list"."manual", "list"."name"
FROM "list" ORDER BY "list".rowid;

--@ check rebuild-rows list expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "list") - (SELECT count(*) FROM "__trueup_list"))
 + (SELECT count(*) FROM "list" AS "old" LEFT JOIN "__trueup_list" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."manual" IS NOT "new"."manual" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY);

--@ step rebuild-drop list
DROP TABLE "list";

--@ step rebuild-rename list
ALTER TABLE "__trueup_list" RENAME TO "list";

--@ step add-column mark.type
ALTER TABLE "mark" ADD COLUMN "type" TEXT NOT NULL DEFAULT 'text';

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table list
--= CREATE TABLE list (id INTEGER PRIMARY KEY, manual TEXT, name TEXT)
--@ before table mark
--= CREATE TABLE mark (id INTEGER PRIMARY KEY, text TEXT)
--@ seal sha256:2507c63a9ee078a3e6a380f24e880a9749f0f04969d95e9d22e888148838ba8a
