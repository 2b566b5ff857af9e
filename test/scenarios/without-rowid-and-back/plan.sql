--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:40f6dbc87d2bb6fcea5038c6b04c549c2c190d5639b337e5286343538ebb6d52
--@ target fp1:618f82c14253c8ad7ecea86f6a03e0f9ad65ccb22dc0013bc1adaf9aedb178a6
-- 1 added, 2 rebuilt, 1 dropped

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create kv (WITHOUT ROWID is added)
CREATE TABLE "__trueup_kv" (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID;

--@ step rebuild-copy kv
INSERT OR ABORT INTO "__trueup_kv" ("k", "v")
SELECT "kv"."k", "kv"."v"
FROM "kv" ORDER BY "kv".rowid;

--@ check rebuild-rows kv expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "kv") - (SELECT count(*) FROM "__trueup_kv"))
 + (SELECT count(*) FROM "kv" AS "old" LEFT JOIN "__trueup_kv" AS "new" ON "new"."k" = "old"."k" COLLATE "BINARY"
  WHERE "new"."k" IS NULL
  OR "old"."k" IS NOT "new"."k" COLLATE BINARY OR typeof("old"."k") <> typeof("new"."k")
  OR "old"."v" IS NOT "new"."v" COLLATE BINARY OR typeof("old"."v") <> typeof("new"."v"));

--@ step rebuild-drop kv
DROP TABLE "kv";

--@ step rebuild-rename kv
ALTER TABLE "__trueup_kv" RENAME TO "kv";

--@ step rebuild-create vk (WITHOUT ROWID goes)
CREATE TABLE "__trueup_vk" (k TEXT PRIMARY KEY, v BLOB);

--@ step rebuild-copy vk
INSERT OR ABORT INTO "__trueup_vk" ("k", "v")
SELECT "vk"."k", "vk"."v"
FROM "vk";

--@ check rebuild-rows vk expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "vk") - (SELECT count(*) FROM "__trueup_vk"))
 + (SELECT count(*) FROM "vk" AS "old" LEFT JOIN "__trueup_vk" AS "new" ON "new"."k" = "old"."k" COLLATE "BINARY"
  WHERE "new"."k" IS NULL
  OR "old"."k" IS NOT "new"."k" COLLATE BINARY OR typeof("old"."k") <> typeof("new"."k")
  OR "old"."v" IS NOT "new"."v" COLLATE BINARY OR typeof("old"."v") <> typeof("new"."v"));

--@ step rebuild-drop vk
DROP TABLE "vk";

--@ step rebuild-rename vk
ALTER TABLE "__trueup_vk" RENAME TO "vk";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table kv
--= CREATE TABLE kv (k TEXT PRIMARY KEY, v BLOB)
--@ before table vk
--= CREATE TABLE vk (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID
--@ seal sha256:51c97d25cf100f37deb04ad64d920609d951c5356fc65fdec648e833159a24ad
