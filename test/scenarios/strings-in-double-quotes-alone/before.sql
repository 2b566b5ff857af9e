-- The same string in single quotes is not a difference.
CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> '#root#'));
CREATE INDEX mark_open ON mark (guid) WHERE guid <> '#done#';
CREATE VIEW plain AS SELECT id FROM mark WHERE guid = '#plain#';
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, '''#', '"'), '#''', '"');
PRAGMA schema_version = 100;
PRAGMA writable_schema = OFF;
