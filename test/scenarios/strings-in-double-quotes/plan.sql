--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:6422d116385b5c56c911edd27a75038c07847da635c8bca906f78ad8e6af6926
--@ target fp1:4f6518e1958a42e12a1de800c09d3ac21e3f01b5bec2b1ced3ae61c3c3deb71f
--@ rename column other.name to other.label
-- 1 renamed, 4 changed

--@ session foreign-keys off
--@ transaction

--@ step requote mark (this table has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> ''root''), kind TEXT DEFAULT "plain", title TEXT, shown AS (coalesce(title, ''none'')), CHECK (kind IN (''plain'', ''odd'', "kind")))' WHERE type = 'table' AND name = 'mark';

--@ step requote mark_open (this index has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE INDEX mark_open ON mark (title) WHERE kind <> ''done''' WHERE type = 'index' AND name = 'mark_open';

--@ step requote mark_shown (this index has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE INDEX mark_shown ON mark (coalesce(title, ''none'') DESC, kind)' WHERE type = 'index' AND name = 'mark_shown';

--@ step requote plain (this view has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE VIEW plain AS SELECT id, ''plain'' AS k FROM mark WHERE kind = ''plain'' AND "title" IS NOT NULL UNION SELECT id, "name" FROM other' WHERE type = 'view' AND name = 'plain';

--@ step requote noted (this trigger has strings in double quotes, which no ALTER can read)
UPDATE sqlite_schema SET sql = 'CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = ''odd'' BEGIN INSERT INTO other (name) SELECT "name" FROM other WHERE name = ''odd''; END' WHERE type = 'trigger' AND name = 'noted';

--@ check not-null mark.kind expect = 0
SELECT count(*) FROM "mark" WHERE "mark"."kind" IS NULL;

--@ step drop-trigger noted (created again below)
DROP TRIGGER "noted";

--@ step drop-view over_it (created again below)
DROP VIEW "over_it";

--@ step drop-view plain (created again below)
DROP VIEW "plain";

--@ step rename-column other.label
ALTER TABLE "other" RENAME COLUMN "name" TO "label";

--@ step alter-column mark.kind
ALTER TABLE "mark" ALTER COLUMN "kind" TO "kind" TEXT NOT NULL DEFAULT 'plain';

--@ step create-view plain
CREATE VIEW plain AS SELECT id, 'plain' AS k FROM mark WHERE kind = 'plain' AND title IS NOT NULL UNION SELECT id, label FROM other;

--@ step create-view over_it
CREATE VIEW over_it AS SELECT id FROM plain WHERE k = 'plain';

--@ step create-trigger noted
CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = 'odd' BEGIN INSERT INTO other (label) SELECT label FROM other WHERE label = 'odd'; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table mark
--= CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> 'root'), kind TEXT DEFAULT "plain", title TEXT, shown AS (coalesce(title, 'none')), CHECK (kind IN ('plain', 'odd', "kind")))
--@ before table other
--= CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT)
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
--@ seal sha256:86f5ce5a7afc007098e2d08454f6ffab5346bf2d68daa1c189f9800866d91b65
