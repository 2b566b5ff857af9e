-- SQLite reads the whole schema with each ALTER and fails at an index with an unknown collation: refused before any step.
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE tag (name TEXT);
CREATE INDEX tag_by_name ON tag (name);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE INDEX tag_by_name ON tag (name COLLATE unicase)' WHERE name = 'tag_by_name';
PRAGMA writable_schema = OFF;
