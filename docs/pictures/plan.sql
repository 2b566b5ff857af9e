--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:766eb16adf485c6582dae0b8fdec9904a3df1a32e43b82146c918765d88161ec
--@ target fp1:da19e70a54f1a5d0500c2ea944318d7618af6b1628ac6fd19cf140f704ef775f
--@ rows-base   rows1:914ad9fea4e3e4c0f62d016f3ba19bc5856bbe8ab84c818cdca6891ebcee4172
--@ rows-target rows1:22264ca60f9d0a6f20f47e400befe5eb3435a36a9d6dae019434fb62ef4b9e26
--@ rename column user.full_name to user.name
--@ fill note.body = coalesce(body, '')
--@ approve drop-table legacy_session rows<=3 because "sessions moved to Redis in #412"
-- 1 renamed, 7 added, 2 changed, 1 rebuilt, 2 dropped, 5 rows inserted
-- destroys: legacy_session
-- rows: genre, instrument

--@ session foreign-keys off
--@ transaction

--@ check drop-table legacy_session expect <= 3 (the approved loss)
SELECT count(*) FROM "legacy_session";

--@ check convert note expect = 0 (every value converts without loss)
SELECT count(*) FROM "note"
  WHERE NOT CASE typeof(coalesce("note"."body", (coalesce(body, '')))) WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST(coalesce("note"."body", (coalesce(body, ''))) AS TEXT) AS REAL) = coalesce("note"."body", (coalesce(body, ''))) ELSE 0 END
  OR NOT CASE typeof("note"."user") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("note"."user" AS INTEGER) AS REAL) = "note"."user" AND abs("note"."user") < 9007199254740993 WHEN 'text' THEN CAST(CAST("note"."user" AS INTEGER) AS TEXT) = "note"."user" ELSE 0 END
  OR NOT CASE typeof("note"."tune") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("note"."tune" AS INTEGER) AS REAL) = "note"."tune" AND abs("note"."tune") < 9007199254740993 WHEN 'text' THEN CAST(CAST("note"."tune" AS INTEGER) AS TEXT) = "note"."tune" ELSE 0 END
  OR NOT CASE typeof("note"."added") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("note"."added" AS TEXT) AS REAL) = "note"."added" ELSE 0 END;

--@ step drop-view practice_list (created again below)
DROP VIEW "practice_list";

--@ step drop-view user_tag (created again below)
DROP VIEW "user_tag";

--@ step rename-column user.name
ALTER TABLE "user" RENAME COLUMN "full_name" TO "name";

--@ step rebuild-create note (STRICT is added)
CREATE TABLE "__trueup_note" (
  id INTEGER PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

--@ step rebuild-copy note
INSERT OR ABORT INTO "__trueup_note" ("id", "user", "tune", "body", "added")
SELECT "note"."id", "note"."user", "note"."tune", coalesce("note"."body", (coalesce(body, ''))), "note"."added"
FROM "note" ORDER BY "note".rowid;

--@ check rebuild-rows note expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "note") - (SELECT count(*) FROM "__trueup_note"))
 + (SELECT count(*) FROM "note" AS "old" LEFT JOIN "__trueup_note" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."user") = typeof("new"."user") AND "old"."user" IS NOT "new"."user" COLLATE BINARY)
  OR (typeof("old"."tune") = typeof("new"."tune") AND "old"."tune" IS NOT "new"."tune" COLLATE BINARY)
  OR (typeof("old"."body") = typeof("new"."body") AND "old"."body" IS NOT "new"."body" COLLATE BINARY)
  OR (typeof("old"."added") = typeof("new"."added") AND "old"."added" IS NOT "new"."added" COLLATE BINARY));

--@ step rebuild-drop note
DROP TABLE "note";

--@ step rebuild-rename note
ALTER TABLE "__trueup_note" RENAME TO "note";

--@ step add-column user.instrument
ALTER TABLE "user" ADD COLUMN "instrument" TEXT REFERENCES "instrument" ("id") ON DELETE SET NULL ON UPDATE CASCADE;

--@ step drop-table legacy_session
DROP TABLE "legacy_session";

--@ step create-index note_by_tune
CREATE INDEX note_by_tune ON note (tune);

--@ step create-index note_by_user
CREATE INDEX note_by_user ON note (user, tune);

--@ step create-index tune_by_genre
CREATE INDEX tune_by_genre ON tune (genre);

--@ step create-index user_by_instrument
CREATE INDEX user_by_instrument ON user (instrument);

--@ step create-view user_tag
CREATE VIEW user_tag (user, tune, tag) AS
SELECT user.id, tune_tag.tune, tag.name
FROM user
JOIN tune_tag
JOIN tag ON tag.id = tune_tag.tag
LEFT JOIN tag_override ON tag_override.user = user.id
  AND tag_override.tune = tune_tag.tune
  AND tag_override.tag = tune_tag.tag
WHERE tag_override.shown IS NOT 0
UNION
SELECT tag_override.user, tag_override.tune, tag.name
FROM tag_override
JOIN tag ON tag.id = tag_override.tag
WHERE tag_override.shown = 1;

--@ step create-view practice_list
CREATE VIEW practice_list (user, tune, title, type, due, tags) AS
SELECT
  due_today.user, due_today.tune, due_today.title, due_today.type, due_today.due,
  group_concat(user_tag.tag, ', ')
FROM due_today
LEFT JOIN user_tag ON user_tag.user = due_today.user AND user_tag.tune = due_today.tune
GROUP BY due_today.user, due_today.tune;

--@ step insert-rows genre (2 rows)
INSERT INTO "genre" ("id", "name") VALUES
  ('scottish', 'Scottish'),
  ('swedish', 'Swedish');

--@ step insert-rows instrument (3 rows)
INSERT INTO "instrument" ("id", "name") VALUES
  ('concertina', 'Concertina'),
  ('fiddle', 'Fiddle'),
  ('flute', 'Wooden flute');

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irish', 'Irish'),
  ('scottish', 'Scottish'),
  ('swedish', 'Swedish')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2" COLLATE "BINARY";

--@ check rows instrument expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('concertina', 'Concertina'),
  ('fiddle', 'Fiddle'),
  ('flute', 'Wooden flute')
) AS "declared" LEFT JOIN "instrument" ON "instrument"."id" = "declared"."column1"
WHERE "instrument"."id" IS NULL
  OR "instrument"."id" IS NOT "declared"."column1"
  OR "instrument"."name" IS NOT "declared"."column2" COLLATE "BINARY";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table legacy_session
--= CREATE TABLE legacy_session (token TEXT PRIMARY KEY, user INTEGER REFERENCES user (id), data BLOB)
--@ before table note
--= CREATE TABLE note (
--=   id INTEGER PRIMARY KEY,
--=   user INTEGER NOT NULL REFERENCES user (id),
--=   tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
--=   body TEXT,
--=   added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
--= )
--@ before table user
--= CREATE TABLE user (
--=   id INTEGER PRIMARY KEY,
--=   full_name TEXT NOT NULL CHECK (length(full_name) > 0),
--=   email TEXT NOT NULL,
--=   added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
--= ) STRICT
--@ before index note_by_user
--= CREATE INDEX note_by_user ON note (user, tune)
--@ before index user_by_email
--= CREATE UNIQUE INDEX user_by_email ON user (lower(email))
--@ before view practice_list
--= CREATE VIEW practice_list (user, tune, title, type, due, tags) AS
--= SELECT
--=   due_today.user, due_today.tune, due_today.title, due_today.type, due_today.due,
--=   group_concat(user_tag.tag, ', ')
--= FROM due_today
--= LEFT JOIN user_tag ON user_tag.user = due_today.user AND user_tag.tune = due_today.tune
--= GROUP BY due_today.user, due_today.tune
--@ before view user_tag
--= CREATE VIEW user_tag (user, tune, tag) AS
--= SELECT user.id, tune_tag.tune, tag.name
--= FROM user
--= JOIN tune_tag
--= JOIN tag ON tag.id = tune_tag.tag
--= LEFT JOIN tag_override ON tag_override.user = user.id
--=   AND tag_override.tune = tune_tag.tune
--=   AND tag_override.tag = tune_tag.tag
--= WHERE tag_override.shown IS NOT 0
--= UNION
--= SELECT tag_override.user, tag_override.tune, tag.name
--= FROM tag_override
--= JOIN tag ON tag.id = tag_override.tag
--= WHERE tag_override.shown = 1
--@ before-rows genre
--= {"fact":"missing","key":["'scottish'"]}
--= {"fact":"missing","key":["'swedish'"]}
--@ before-rows instrument
--= {"fact":"all-missing","rows":3}
--@ seal sha256:b13bf10897b0ca0805c6543cd0520b109ab18df78167b938b6e96debfb2fcd72
