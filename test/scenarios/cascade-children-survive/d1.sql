--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:825e807e0b38591c3c9af7fd1d0c6b581119d1778bd5e3d1c647ae61a1150bea
--@ target fp1:59a387d963edbbbba4be3cfa4513f8c5b862d37e1c6124e415201232752fa652
-- 1 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys author (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create author (UNIQUE (code, name) is added)
CREATE TABLE "__trueup_author" (id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT, UNIQUE (code, name));

--@ step rebuild-copy author
INSERT OR ABORT INTO "__trueup_author" ("id", "name", "code")
SELECT "author"."id", "author"."name", "author"."code"
FROM "author" ORDER BY "author".rowid;

--@ check rebuild-rows author expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "author") - (SELECT count(*) FROM "__trueup_author"))
 + (SELECT count(*) FROM "author" AS "old" LEFT JOIN "__trueup_author" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY);

--@ step reference-index book (finds the rows that refer to author)
CREATE INDEX "__trueup_ref_1" ON "book" ("author");

--@ step shield book (ON DELETE CASCADE must not act while author is dropped)
CREATE TRIGGER "__trueup_shield_1" BEFORE DELETE ON "book" BEGIN SELECT RAISE(IGNORE); END;

--@ step rebuild-drop author
DROP TABLE "author";

--@ step unshield book
DROP TRIGGER "__trueup_shield_1";

--@ step drop-reference-index book
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename author
ALTER TABLE "__trueup_author" RENAME TO "author";

--@ step settle-keys author (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table author
--= CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT)
--@ seal sha256:d382bffdce47c01ed96d1a76b4ba7af7c5bdfc9693386b55eb6c9145714659bd
