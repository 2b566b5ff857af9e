-- Older applications wrote strings in double quotes. SQLite reads them as strings if no column has that name; trueup
-- used not to understand them.
CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> '#root#'), kind TEXT DEFAULT "plain", title TEXT, shown AS (coalesce(title, '#none#')), CHECK (kind IN ('#plain#', 'odd', "kind")));
CREATE INDEX mark_open ON mark (title) WHERE kind <> '#done#';
CREATE INDEX mark_shown ON mark (coalesce(title, '#none#') DESC, kind);
CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW plain AS SELECT id, '#plain#' AS k FROM mark WHERE kind = '#plain#' AND "title" IS NOT NULL UNION SELECT id, "name" FROM other;
CREATE VIEW over_it AS SELECT id FROM plain WHERE k = 'plain';
CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = '#odd#' BEGIN INSERT INTO other (name) SELECT "name" FROM other WHERE name = '#odd#'; END;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, '''#', '"'), '#''', '"');
PRAGMA schema_version = 100;
PRAGMA writable_schema = OFF;
