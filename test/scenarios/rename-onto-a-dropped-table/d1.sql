--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:2b689db8fa180ab8002cdb60b086a726b9962693fcb5f2fa2b8d64c95f60dcf9
--@ target fp1:6f4b69fbe472902540bc0393a5872a60b24a75e42997eddd58684dd14873f3f3
--@ rename table tune_2 to tune
--@ approve drop-table tune rows<=2
-- 1 renamed, 2 added, 2 changed, 2 rebuilt, 4 dropped
-- destroys: tune

--@ session foreign-keys deferred
--@ transaction

--@ check drop-table tune expect <= 2 (the approved loss)
SELECT count(*) FROM "tune";

--@ step drop-trigger tune_2_new (created again below)
DROP TRIGGER "tune_2_new";

--@ step drop-trigger tune_kept
DROP TRIGGER "tune_kept";

--@ step drop-view loud_titles (created again below)
DROP VIEW "loud_titles";

--@ step drop-view titles (created again below)
DROP VIEW "titles";

--@ step rename-table __trueup_tune (makes room, and is dropped below)
ALTER TABLE "tune" RENAME TO "__trueup_tune";

--@ step rename-table tune
ALTER TABLE "tune_2" RENAME TO "tune";

--@ step defer-keys note (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create note (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_note" (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id) ON DELETE CASCADE, body TEXT);

--@ step rebuild-copy note
INSERT OR ABORT INTO "__trueup_note" ("id", "tune", "body")
SELECT "note"."id", "note"."tune", "note"."body"
FROM "note" ORDER BY "note".rowid;

--@ check rebuild-rows note expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "note") - (SELECT count(*) FROM "__trueup_note"))
 + (SELECT count(*) FROM "note" AS "old" LEFT JOIN "__trueup_note" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."tune" IS NOT "new"."tune" COLLATE BINARY
  OR "old"."body" IS NOT "new"."body" COLLATE BINARY);

--@ step rebuild-drop note
DROP TABLE "note";

--@ step rebuild-rename note
ALTER TABLE "__trueup_note" RENAME TO "note";

--@ step settle-keys note (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys played (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create played (a table FOREIGN KEY is dropped; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_played" (tune INTEGER, day TEXT, FOREIGN KEY (tune) REFERENCES tune (id));

--@ step rebuild-copy played
INSERT OR ABORT INTO "__trueup_played" (rowid, "tune", "day")
SELECT "played".rowid, "played"."tune", "played"."day"
FROM "played" ORDER BY "played".rowid;

--@ check rebuild-rows played expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "played") - (SELECT count(*) FROM "__trueup_played"))
 + (SELECT count(*) FROM "played" AS "old" LEFT JOIN "__trueup_played" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."tune" IS NOT "new"."tune" COLLATE BINARY
  OR "old"."day" IS NOT "new"."day" COLLATE BINARY);

--@ step rebuild-drop played
DROP TABLE "played";

--@ step rebuild-rename played
ALTER TABLE "__trueup_played" RENAME TO "played";

--@ step settle-keys played (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step drop-table __trueup_tune
DROP TABLE "__trueup_tune";

--@ step create-index tune_by_title
CREATE INDEX tune_by_title ON tune (title);

--@ step fill-virtual-table found (the rows of tune have changed)
INSERT INTO "found" ("found") VALUES ('rebuild');

--@ step create-view titles
CREATE VIEW titles AS SELECT title FROM tune;

--@ step create-view loud_titles
CREATE VIEW loud_titles AS SELECT upper(title) AS title FROM titles;

--@ step create-trigger tune_2_new
CREATE TRIGGER tune_2_new AFTER INSERT ON tune BEGIN UPDATE note SET body = NEW.title WHERE tune = NEW.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id) ON DELETE CASCADE, body TEXT)
--@ before table played
--= CREATE TABLE played (tune INTEGER, day TEXT, FOREIGN KEY (tune) REFERENCES tune (id))
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT)
--@ before table tune_2
--= CREATE TABLE tune_2 (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, meter TEXT)
--@ before index tune_by_meter
--= CREATE INDEX tune_by_meter ON tune_2 (meter)
--@ before index tune_by_title
--= CREATE INDEX tune_by_title ON tune (title)
--@ before view loud_titles
--= CREATE VIEW loud_titles AS SELECT upper(title) AS title FROM titles
--@ before view titles
--= CREATE VIEW titles AS SELECT title FROM tune
--@ before trigger tune_kept
--= CREATE TRIGGER tune_kept AFTER INSERT ON tune BEGIN UPDATE tune_2 SET meter = 'new' WHERE id = NEW.id; END
--@ before trigger tune_2_new
--= CREATE TRIGGER tune_2_new AFTER INSERT ON tune_2 BEGIN UPDATE note SET body = NEW.title WHERE tune = NEW.id; END
--@ seal sha256:7591df83e89fc2381640f1f23479ef53be5285e6aa6da9980b0b9de7d7ea6ab0
