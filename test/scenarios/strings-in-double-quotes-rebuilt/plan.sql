--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:8338d31bdf2f4a628829f08e8cd51466b858736e567b9647a82e6d95c6b8dbe6
--@ target fp1:12fdc01a1007504ae4e8e0b4c7208d6296463b03ebb72c68cc42d29e88802f0e
-- 2 added, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step requote mark (this table has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> ''root''), kind TEXT DEFAULT "plain", title TEXT, shown AS (coalesce(title, ''none'')), CHECK (kind IN (''plain'', ''odd'', "kind")))' WHERE type = 'table' AND name = 'mark';

--@ step requote other (this table has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT, CHECK (name <> ''never''))' WHERE type = 'table' AND name = 'other';

--@ step requote mark_open (this index has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE INDEX mark_open ON mark (title) WHERE kind <> ''done''' WHERE type = 'index' AND name = 'mark_open';

--@ step requote mark_shown (this index has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE INDEX mark_shown ON mark (coalesce(title, ''none'') DESC, kind)' WHERE type = 'index' AND name = 'mark_shown';

--@ step requote plain (this view has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE VIEW plain AS SELECT id, ''plain'' AS k FROM mark WHERE kind = ''plain'' AND "title" IS NOT NULL UNION SELECT id, "name" FROM other' WHERE type = 'view' AND name = 'plain';

--@ step requote noted (this trigger has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = ''odd'' BEGIN INSERT INTO other (name) SELECT "name" FROM other WHERE name = ''odd''; END' WHERE type = 'trigger' AND name = 'noted';

--@ check convert other.name expect = 0 (every value converts without loss)
SELECT count(*) FROM "other" WHERE NOT CASE typeof("other"."name") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("other"."name" AS TEXT) AS REAL) = "other"."name" ELSE 0 END;

--@ step drop-trigger noted (created again below)
DROP TRIGGER "noted";

--@ step drop-view over_it (created again below)
DROP VIEW "over_it";

--@ step drop-view plain (created again below)
DROP VIEW "plain";

--@ step rebuild-create mark (UNIQUE (guid) is added)
CREATE TABLE "__trueup_mark" (id INTEGER PRIMARY KEY, guid TEXT UNIQUE CHECK (guid <> 'root'), kind TEXT DEFAULT 'plain', title TEXT, shown AS (coalesce(title, 'none')), CHECK (kind IN ('plain', 'odd', kind)));

--@ step rebuild-copy mark
INSERT OR ABORT INTO "__trueup_mark" ("id", "guid", "kind", "title")
SELECT "mark"."id", "mark"."guid", "mark"."kind", "mark"."title"
FROM "mark" ORDER BY "mark".rowid;

--@ check rebuild-rows mark expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "mark") - (SELECT count(*) FROM "__trueup_mark"))
 + (SELECT count(*) FROM "mark" AS "old" LEFT JOIN "__trueup_mark" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."guid" IS NOT "new"."guid" COLLATE BINARY
  OR "old"."kind" IS NOT "new"."kind" COLLATE BINARY
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY);

--@ step rebuild-drop mark
DROP TABLE "mark";

--@ step rebuild-rename mark
ALTER TABLE "__trueup_mark" RENAME TO "mark";

--@ step rebuild-create other (STRICT is added)
CREATE TABLE "__trueup_other" (id INTEGER PRIMARY KEY, name TEXT, CHECK (name <> 'never')) STRICT;

--@ step rebuild-copy other
INSERT OR ABORT INTO "__trueup_other" ("id", "name")
SELECT "other"."id", "other"."name"
FROM "other" ORDER BY "other".rowid;

--@ check rebuild-rows other expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "other") - (SELECT count(*) FROM "__trueup_other"))
 + (SELECT count(*) FROM "other" AS "old" LEFT JOIN "__trueup_other" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."name") = typeof("new"."name") AND "old"."name" IS NOT "new"."name" COLLATE BINARY));

--@ step rebuild-drop other
DROP TABLE "other";

--@ step rebuild-rename other
ALTER TABLE "__trueup_other" RENAME TO "other";

--@ step create-index mark_open
CREATE INDEX mark_open ON mark (title) WHERE kind <> 'done';

--@ step create-index mark_shown
CREATE INDEX mark_shown ON mark (coalesce(title, 'none') DESC, kind);

--@ step create-view plain
CREATE VIEW plain AS SELECT id, 'plain' AS k FROM mark WHERE kind = 'plain' AND "title" IS NOT NULL UNION SELECT id, "name" FROM other;

--@ step create-view over_it
CREATE VIEW over_it AS SELECT id FROM plain WHERE k = 'plain';

--@ step create-trigger noted
CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = 'odd' BEGIN INSERT INTO other (name) SELECT "name" FROM other WHERE name = 'odd'; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table mark
--= CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> 'root'), kind TEXT DEFAULT "plain", title TEXT, shown AS (coalesce(title, 'none')), CHECK (kind IN ('plain', 'odd', "kind")))
--@ before table other
--= CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT, CHECK (name <> 'never'))
--@ before index mark_open
--= CREATE INDEX mark_open ON mark (title) WHERE kind <> 'done'
--@ before index mark_shown
--= CREATE INDEX mark_shown ON mark (coalesce(title, 'none') DESC, kind)
--@ before view over_it
--= CREATE VIEW over_it AS SELECT id FROM plain WHERE k = 'plain'
--@ before view plain
--= CREATE VIEW plain AS SELECT id, 'plain' AS k FROM mark WHERE kind = 'plain' AND "title" IS NOT NULL UNION SELECT id, "name" FROM other
--@ before trigger noted
--= CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = 'odd' BEGIN INSERT INTO other (name) SELECT "name" FROM other WHERE name = 'odd'; END
--@ seal sha256:5551a23ed3833a8335e6d556f1989ab6638dae71fabecd371a47c946d0e8c6a5
