--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:b16e4bd3f07a1aa516f64a264e78ebf001228eae648364a26a789b9106d32ea8
--@ target fp1:0a02e6d4a97c95c264eb46da38de4feb0b176b4cbdbdd60dc98b326d667e4a95
--@ rename column tune.id to tune.number
-- 1 renamed, 1 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rename-column tune.number
ALTER TABLE "tune" RENAME COLUMN "id" TO "number";

--@ step defer-keys tune (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create tune (UNIQUE (title) is added)
CREATE TABLE "__trueup_tune" (number INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT UNIQUE);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("number", "title")
SELECT "tune"."number", "tune"."title"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."number" IS NOT "new"."number" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-sequence tune (used ids are never reused)
DELETE FROM "sqlite_sequence" WHERE "name" = '__trueup_tune';

--@ step rebuild-sequence tune
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT '__trueup_tune', "seq" FROM "sqlite_sequence" WHERE "name" = 'tune';

--@ step reference-index note (finds the rows that refer to tune)
CREATE INDEX "__trueup_ref_1" ON "note" ("tune");

--@ step shield note (ON DELETE CASCADE must not act while tune is dropped)
CREATE TRIGGER "__trueup_shield_1" BEFORE DELETE ON "note" BEGIN SELECT RAISE(IGNORE); END;

--@ step reference-index played (finds the rows that refer to tune)
CREATE INDEX "__trueup_ref_2" ON "played" ("tune");

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step drop-reference-index played
DROP INDEX "__trueup_ref_2";

--@ step unshield note
DROP TRIGGER "__trueup_shield_1";

--@ step drop-reference-index note
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step settle-keys tune (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (tune INTEGER REFERENCES tune ON DELETE CASCADE, body TEXT)
--@ before table played
--= CREATE TABLE played (day TEXT, tune INTEGER, FOREIGN KEY (tune) REFERENCES tune)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT)
--@ seal sha256:9f3ca96757d96da23be4c91460facc9598d6a1987a01bd0ca573863a02984c68
