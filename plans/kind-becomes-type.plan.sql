--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:f44de18c6835abb4343f61c6eacef6747620923929f90b5601a62d5affbf81c2
--@ target fp1:7250a9d5cb80d2d8940df1114bf5e21b14c3342071033bd558c0f795033ec30f
--@ rename column tune.kind to tune.type
--@ fill tune.type = 'other'
-- 1 renamed, 3 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger tune_search_added (created again below)
DROP TRIGGER "tune_search_added";

--@ step drop-trigger tune_search_changed (created again below)
DROP TRIGGER "tune_search_changed";

--@ step drop-trigger tune_search_removed (created again below)
DROP TRIGGER "tune_search_removed";

--@ step drop-trigger tune_touched (created again below)
DROP TRIGGER "tune_touched";

--@ step drop-view due_today (created again below)
DROP VIEW "due_today";

--@ step drop-view practice_list (created again below)
DROP VIEW "practice_list";

--@ step rename-column tune.type
ALTER TABLE "tune" RENAME COLUMN "kind" TO "type";

--@ step rebuild-create tune (ALTER COLUMN cannot parse the old definition of type)
CREATE TABLE "__trueup_tune" (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) > 0),
  type TEXT NOT NULL CHECK (type IN ('reel', 'jig', 'slip jig', 'hornpipe', 'polka', 'waltz', 'air', 'other')),
  genre TEXT REFERENCES genre (id) ON DELETE SET NULL ON UPDATE CASCADE,
  composer TEXT,
  sort_title TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN title LIKE 'The %' THEN substr(title, 5) ELSE title END) VIRTUAL,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  changed TEXT
) STRICT;

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title", "type", "genre", "composer", "added", "changed")
SELECT "tune"."id", "tune"."title", coalesce("tune"."type", ('other')), "tune"."genre", "tune"."composer", "tune"."added", "tune"."changed"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY
  OR ("old"."type" IS NOT NULL AND "old"."type" IS NOT "new"."type" COLLATE BINARY)
  OR "old"."genre" IS NOT "new"."genre" COLLATE BINARY
  OR "old"."composer" IS NOT "new"."composer" COLLATE BINARY
  OR "old"."added" IS NOT "new"."added" COLLATE BINARY
  OR "old"."changed" IS NOT "new"."changed" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step create-index tune_by_genre
CREATE INDEX tune_by_genre ON tune (genre);

--@ step create-index tune_by_sort_title
CREATE INDEX tune_by_sort_title ON tune (sort_title COLLATE NOCASE);

--@ step fill-virtual-table tune_search (the rows of tune have changed)
INSERT INTO "tune_search" ("tune_search") VALUES ('rebuild');

--@ step create-view due_today
CREATE VIEW due_today (user, tune, title, type, due) AS
SELECT practice.user, practice.tune, tune.title, tune.type, practice.due
FROM practice
JOIN tune ON tune.id = practice.tune
WHERE practice.paused = 0 AND practice.due <= date('now');

--@ step create-view practice_list
CREATE VIEW practice_list (user, tune, title, type, due, tags) AS
SELECT
  due_today.user, due_today.tune, due_today.title, due_today.type, due_today.due,
  group_concat(user_tag.tag, ', ')
FROM due_today
LEFT JOIN user_tag ON user_tag.user = due_today.user AND user_tag.tune = due_today.tune
GROUP BY due_today.user, due_today.tune;

--@ step create-trigger tune_touched
CREATE TRIGGER tune_touched AFTER UPDATE OF title, type, genre, composer ON tune
BEGIN
  UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE tune.id = new.id;
END;

--@ step create-trigger tune_search_added
CREATE TRIGGER tune_search_added AFTER INSERT ON tune
BEGIN
  INSERT INTO tune_search (rowid, title, composer)
  VALUES (new.id, new.title, new.composer);
END;

--@ step create-trigger tune_search_removed
CREATE TRIGGER tune_search_removed AFTER DELETE ON tune
BEGIN
  INSERT INTO tune_search (tune_search, rowid, title, composer)
  VALUES ('delete', old.id, old.title, old.composer);
END;

--@ step create-trigger tune_search_changed
CREATE TRIGGER tune_search_changed AFTER UPDATE OF id, title, composer ON tune
BEGIN
  INSERT INTO tune_search (tune_search, rowid, title, composer)
  VALUES ('delete', old.id, old.title, old.composer);
  INSERT INTO tune_search (rowid, title, composer)
  VALUES (new.id, new.title, new.composer);
END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (
--=   id INTEGER PRIMARY KEY,
--=   title TEXT NOT NULL CHECK (length(title) > 0),
--=   kind TEXT CHECK (kind IN ('reel', 'jig', 'slip jig', 'hornpipe', 'polka', 'waltz', 'air', 'other')),
--=   genre TEXT REFERENCES genre (id) ON DELETE SET NULL ON UPDATE CASCADE,
--=   composer TEXT,
--=   sort_title TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN title LIKE 'The %' THEN substr(title, 5) ELSE title END) VIRTUAL,
--=   added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
--=   changed TEXT
--= ) STRICT
--@ before index tune_by_genre
--= CREATE INDEX tune_by_genre ON tune (genre)
--@ before index tune_by_sort_title
--= CREATE INDEX tune_by_sort_title ON tune (sort_title COLLATE NOCASE)
--@ before view due_today
--= CREATE VIEW due_today (user, tune, title, type, due) AS
--= SELECT practice.user, practice.tune, tune.title, tune.kind, practice.due
--= FROM practice
--= JOIN tune ON tune.id = practice.tune
--= WHERE practice.paused = 0 AND practice.due <= date('now')
--@ before view practice_list
--= CREATE VIEW practice_list (user, tune, title, type, due, tags) AS
--= SELECT
--=   due_today.user, due_today.tune, due_today.title, due_today.type, due_today.due,
--=   group_concat(user_tag.tag, ', ')
--= FROM due_today
--= LEFT JOIN user_tag ON user_tag.user = due_today.user AND user_tag.tune = due_today.tune
--= GROUP BY due_today.user, due_today.tune
--@ before trigger tune_touched
--= CREATE TRIGGER tune_touched AFTER UPDATE OF title, kind, genre, composer ON tune
--= BEGIN
--=   UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE tune.id = new.id;
--= END
--@ before trigger tune_search_added
--= CREATE TRIGGER tune_search_added AFTER INSERT ON tune
--= BEGIN
--=   INSERT INTO tune_search (rowid, title, composer)
--=   VALUES (new.id, new.title, new.composer);
--= END
--@ before trigger tune_search_removed
--= CREATE TRIGGER tune_search_removed AFTER DELETE ON tune
--= BEGIN
--=   INSERT INTO tune_search (tune_search, rowid, title, composer)
--=   VALUES ('delete', old.id, old.title, old.composer);
--= END
--@ before trigger tune_search_changed
--= CREATE TRIGGER tune_search_changed AFTER UPDATE OF id, title, composer ON tune
--= BEGIN
--=   INSERT INTO tune_search (tune_search, rowid, title, composer)
--=   VALUES ('delete', old.id, old.title, old.composer);
--=   INSERT INTO tune_search (rowid, title, composer)
--=   VALUES (new.id, new.title, new.composer);
--= END
--@ seal sha256:ca0efbaab2a2836758ce35b3b4ade4cfc6b5e1556d191f893d8402d8813172a8
