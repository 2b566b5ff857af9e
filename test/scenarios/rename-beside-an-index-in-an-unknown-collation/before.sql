-- SQLite says of an ALTER that fails this way after what it fails, and that was taken for a part of the index's name.
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, worth INTEGER);
CREATE TABLE tag (name TEXT);
CREATE INDEX tag_by_name ON tag (name);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE tag (name TEXT COLLATE unicase)' WHERE name = 'tag';
PRAGMA writable_schema = OFF;
