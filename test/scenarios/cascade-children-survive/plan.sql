--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:825e807e0b38591c3c9af7fd1d0c6b581119d1778bd5e3d1c647ae61a1150bea
--@ target fp1:59a387d963edbbbba4be3cfa4513f8c5b862d37e1c6124e415201232752fa652
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create author (UNIQUE (code, name) is added)
CREATE TABLE "__trueup_author" (id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT, UNIQUE (code, name));

--@ step rebuild-copy author
INSERT OR ABORT INTO "__trueup_author" ("id", "name", "code")
SELECT "author"."id", "author"."name", "author"."code"
FROM "author" ORDER BY "author".rowid;

--@ check rebuild-rows author expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "author") - (SELECT count(*) FROM "__trueup_author"))
 + (SELECT count(*) FROM "author" AS "old" LEFT JOIN "__trueup_author" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY OR typeof("old"."name") <> typeof("new"."name")
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY OR typeof("old"."code") <> typeof("new"."code"));

--@ step rebuild-drop author
DROP TABLE "author";

--@ step rebuild-rename author
ALTER TABLE "__trueup_author" RENAME TO "author";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table author
--= CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT)
--@ seal sha256:cb62cd29eab219c71f7179e1a534c49d33ba04aa7d1a4089f238209d64b139c0
