-- The index names no collation, so it uses that of its column.
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, worth INTEGER);
CREATE TABLE tag (name TEXT);
CREATE INDEX tag_by_name ON tag (name);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE tag (name TEXT COLLATE unicase)' WHERE name = 'tag';
PRAGMA writable_schema = OFF;
