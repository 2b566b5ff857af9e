-- Made by an older SQLite: strings in double quotes, which this engine takes for names.
PRAGMA writable_schema = ON;
CREATE TABLE legacy (id INTEGER PRIMARY KEY, state TEXT CHECK (state <> 'gone'), kind TEXT);
CREATE INDEX legacy_open ON legacy (kind) WHERE state <> 'gone';
UPDATE sqlite_schema SET sql = replace(sql, '''gone''', '"gone"');
PRAGMA writable_schema = RESET;
CREATE VIEW legacy_view AS SELECT id FROM legacy WHERE state = "open";
