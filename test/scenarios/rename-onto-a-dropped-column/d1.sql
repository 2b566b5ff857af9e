--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:56cadc1baa307e0dd9b777062b8b5db6b2ecc5a0f0fe4db84d0862dbf981e816
--@ target fp1:f11e79a2947403b4b620b162c9d90b5ff6809d57d545a82a419df6d0f33a9ba3
--@ rename column tune.full_title to tune.title
--@ approve drop-column tune.title rows<=2
-- 1 renamed, 3 added, 2 changed, 2 rebuilt, 4 dropped
-- destroys: tune.title

--@ session foreign-keys deferred
--@ transaction

--@ check drop-column tune.title expect <= 2 (the approved loss)
SELECT count(*) FROM "tune" WHERE "tune"."title" IS NOT NULL;

--@ step drop-trigger tune_renamed (created again below)
DROP TRIGGER "tune_renamed";

--@ step drop-view titles (created again below)
DROP VIEW "titles";

--@ step rename-column tune.__trueup_title (makes room, and is dropped below)
ALTER TABLE "tune" RENAME COLUMN "title" TO "__trueup_title";

--@ step rename-column tune.title
ALTER TABLE "tune" RENAME COLUMN "full_title" TO "title";

--@ step defer-keys tune (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create tune (UNIQUE (title) is dropped; UNIQUE (title) is added; shout is generated, and its definition changes; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title TEXT CHECK (title <> ''), shout AS (title || '!'), UNIQUE (title));

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title")
SELECT "tune"."id", "tune"."title"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step drop-index tune_by_title (is dropped faster by itself than with the table, and is created again below)
DROP INDEX "tune_by_title";

--@ step reference-index note (finds the rows that refer to tune)
CREATE INDEX "__trueup_ref_1" ON "note" ("tune");

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step drop-reference-index note
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step settle-keys tune (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys note (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create note (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_note" (tune TEXT REFERENCES tune (title));

--@ step rebuild-copy note
INSERT OR ABORT INTO "__trueup_note" (rowid, "tune")
SELECT "note".rowid, "note"."tune"
FROM "note" ORDER BY "note".rowid;

--@ check rebuild-rows note expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "note") - (SELECT count(*) FROM "__trueup_note"))
 + (SELECT count(*) FROM "note" AS "old" LEFT JOIN "__trueup_note" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."tune" IS NOT "new"."tune" COLLATE BINARY);

--@ step rebuild-drop note
DROP TABLE "note";

--@ step rebuild-rename note
ALTER TABLE "__trueup_note" RENAME TO "note";

--@ step settle-keys note (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step create-index tune_by_title
CREATE INDEX tune_by_title ON tune (title COLLATE NOCASE);

--@ step create-view titles
CREATE VIEW titles AS SELECT title, shout FROM tune;

--@ step create-trigger tune_renamed
CREATE TRIGGER tune_renamed AFTER UPDATE OF title ON tune BEGIN UPDATE note SET tune = NEW.title WHERE tune = OLD.title; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (tune TEXT REFERENCES tune (title))
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT CHECK (title <> ''), full_title TEXT, shout AS (title || '!'), UNIQUE (title))
--@ before index tune_by_title
--= CREATE INDEX tune_by_title ON tune (title COLLATE NOCASE)
--@ before view titles
--= CREATE VIEW titles AS SELECT title, shout FROM tune
--@ before trigger tune_renamed
--= CREATE TRIGGER tune_renamed AFTER UPDATE OF title ON tune BEGIN UPDATE note SET tune = NEW.title WHERE tune = OLD.title; END
--@ seal sha256:60eabee9d05ca44ee105bf6e951f8761a3c565acae8384a3e645a396030b9503
