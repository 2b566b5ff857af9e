--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:bca0e87e568a9cb73171d513cfe569b2babf07167221ae102d290f58178327e8
--@ target fp1:bc77c670d48eea81e89dc2960c5300d90cebd32fb3f48662afa6206a8c29410b
--@ fill place.city = (SELECT city FROM account WHERE account.id = place.account)
--@ fill place.label = (SELECT label FROM zone WHERE zone.place = place.id)
--@ fill place.street = (SELECT street FROM account WHERE account.id = place.account)
--@ fill zone.city = (SELECT account.city FROM account, place WHERE account.id = place.account AND place.id = zone.place)
--@ approve drop-column account.city rows<=2
--@ approve drop-column account.street rows<=1
--@ approve drop-column zone.label rows<=1
-- 5 added, 2 changed, 1 rebuilt, 3 dropped
-- destroys: account.street, account.city, zone.label

--@ session foreign-keys off
--@ transaction

--@ check drop-column account.street expect <= 1 (the approved loss)
SELECT count(*) FROM "account" WHERE "account"."street" IS NOT NULL;

--@ check drop-column account.city expect <= 2 (the approved loss)
SELECT count(*) FROM "account" WHERE "account"."city" IS NOT NULL;

--@ check drop-column zone.label expect <= 1 (the approved loss)
SELECT count(*) FROM "zone" WHERE "zone"."label" IS NOT NULL;

--@ step add-column place.street
ALTER TABLE "place" ADD COLUMN "street" TEXT;

--@ step add-column place.city
ALTER TABLE "place" ADD COLUMN "city" TEXT;

--@ step add-column place.label
ALTER TABLE "place" ADD COLUMN "label" TEXT;

--@ step fill place
UPDATE OR ABORT "place" SET "street" = ((SELECT street FROM account WHERE account.id = place.account)), "city" = ((SELECT city FROM account WHERE account.id = place.account)), "label" = ((SELECT label FROM zone WHERE zone.place = place.id));

--@ step add-column zone.city
ALTER TABLE "zone" ADD COLUMN "city" TEXT;

--@ step fill zone.city
UPDATE OR ABORT "zone" SET "city" = ((SELECT account.city FROM account, place WHERE account.id = place.account AND place.id = zone.place));

--@ step drop-column zone.label
ALTER TABLE "zone" DROP COLUMN "label";

--@ step rebuild-create account (UNIQUE (code) is added)
CREATE TABLE "__trueup_account" (id INTEGER PRIMARY KEY, code TEXT UNIQUE);

--@ step rebuild-copy account
INSERT OR ABORT INTO "__trueup_account" ("id", "code")
SELECT "account"."id", "account"."code"
FROM "account" ORDER BY "account".rowid;

--@ check rebuild-rows account expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "account") - (SELECT count(*) FROM "__trueup_account"))
 + (SELECT count(*) FROM "account" AS "old" LEFT JOIN "__trueup_account" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY);

--@ step rebuild-drop account
DROP TABLE "account";

--@ step rebuild-rename account
ALTER TABLE "__trueup_account" RENAME TO "account";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table account
--= CREATE TABLE account (id INTEGER PRIMARY KEY, street TEXT, city TEXT, code TEXT)
--@ before table place
--= CREATE TABLE place (id INTEGER PRIMARY KEY, account INTEGER REFERENCES account (id))
--@ before table zone
--= CREATE TABLE zone (id INTEGER PRIMARY KEY, place INTEGER REFERENCES place (id), label TEXT)
--@ seal sha256:97fa41fdb67ca236abd6be12a3a63d18d4b4769a0601116d11f2c4d24a6cf163
