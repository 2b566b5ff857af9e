-- A view or trigger that works only with a table that cannot be declared: undeclared, it would be dropped.
CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT, version INTEGER);
CREATE TABLE data (id INTEGER PRIMARY KEY, contact_id INTEGER, contact TEXT);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT COLLATE phonebook, version INTEGER)' WHERE name = 'contact';
PRAGMA schema_version = 77;
PRAGMA writable_schema = OFF;
CREATE TRIGGER data_updated AFTER UPDATE ON data BEGIN UPDATE contact SET version = version + 1 WHERE id = OLD.contact_id; END;
CREATE VIEW versions AS SELECT id, version FROM contact;
CREATE VIEW newest AS SELECT max(version) AS version FROM versions;
-- These speak of it by chance, or fire something that needs it, and are declared.
CREATE VIEW alias AS SELECT contact FROM data;
CREATE TRIGGER data_inserted AFTER INSERT ON data BEGIN UPDATE data SET contact = 'x' WHERE id = NEW.id; END;
