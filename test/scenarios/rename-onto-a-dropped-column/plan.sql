--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:56cadc1baa307e0dd9b777062b8b5db6b2ecc5a0f0fe4db84d0862dbf981e816
--@ target fp1:f11e79a2947403b4b620b162c9d90b5ff6809d57d545a82a419df6d0f33a9ba3
--@ rename column tune.full_title to tune.title
--@ approve drop-column tune.title rows<=2
-- 1 renamed, 3 added, 3 changed, 1 rebuilt, 4 dropped
-- destroys: tune.title

--@ session foreign-keys off
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

--@ step alter-column note.tune
ALTER TABLE "note" ALTER COLUMN "tune" TO "tune" TEXT REFERENCES "tune" ("title");

--@ step rebuild-create tune (UNIQUE (title) is dropped; UNIQUE (title) is added; shout is generated, and its definition changes)
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

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

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
--@ seal sha256:6bb6a963fe45d3f700a3551b3a85764f78d04788c6ac17da742a8af24d2ba3e4
