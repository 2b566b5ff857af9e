--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:75ee359a2123cadc4c6151a5f2639ebcf044ee2b7de2f143585c035d441403f8
--@ target fp1:04708a3689349fcb0bdb70dacbc61094dab98cb17ed05b794452a7cfd39d87a5
-- 2 added, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create empty_now (UNIQUE (total) is added)
CREATE TABLE "__trueup_empty_now" (id INTEGER PRIMARY KEY AUTOINCREMENT, total TEXT UNIQUE);

--@ step rebuild-copy empty_now
INSERT OR ABORT INTO "__trueup_empty_now" ("id", "total")
SELECT "empty_now"."id", "empty_now"."total"
FROM "empty_now" ORDER BY "empty_now".rowid;

--@ check rebuild-rows empty_now expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "empty_now") - (SELECT count(*) FROM "__trueup_empty_now"))
 + (SELECT count(*) FROM "empty_now" AS "old" LEFT JOIN "__trueup_empty_now" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."total" IS NOT "new"."total" COLLATE BINARY OR typeof("old"."total") <> typeof("new"."total"));

--@ step rebuild-sequence empty_now (ids that were used are never used again)
DELETE FROM "sqlite_sequence" WHERE "name" = '__trueup_empty_now';

--@ step rebuild-sequence empty_now
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT '__trueup_empty_now', "seq" FROM "sqlite_sequence" WHERE "name" = 'empty_now';

--@ step rebuild-drop empty_now
DROP TABLE "empty_now";

--@ step rebuild-rename empty_now
ALTER TABLE "__trueup_empty_now" RENAME TO "empty_now";

--@ step rebuild-create invoice (UNIQUE (total) is added)
CREATE TABLE "__trueup_invoice" (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER, UNIQUE (total));

--@ step rebuild-copy invoice
INSERT OR ABORT INTO "__trueup_invoice" ("id", "total")
SELECT "invoice"."id", "invoice"."total"
FROM "invoice" ORDER BY "invoice".rowid;

--@ check rebuild-rows invoice expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "invoice") - (SELECT count(*) FROM "__trueup_invoice"))
 + (SELECT count(*) FROM "invoice" AS "old" LEFT JOIN "__trueup_invoice" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."total" IS NOT "new"."total" COLLATE BINARY OR typeof("old"."total") <> typeof("new"."total"));

--@ step rebuild-sequence invoice (ids that were used are never used again)
DELETE FROM "sqlite_sequence" WHERE "name" = '__trueup_invoice';

--@ step rebuild-sequence invoice
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT '__trueup_invoice', "seq" FROM "sqlite_sequence" WHERE "name" = 'invoice';

--@ step rebuild-drop invoice
DROP TABLE "invoice";

--@ step rebuild-rename invoice
ALTER TABLE "__trueup_invoice" RENAME TO "invoice";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table empty_now
--= CREATE TABLE empty_now (id INTEGER PRIMARY KEY AUTOINCREMENT, total TEXT)
--@ before table invoice
--= CREATE TABLE invoice (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER)
--@ seal sha256:b33602da3b19c5dfea57f43899a77e2dfc58ca047d10782136cd74c7dc67f322
