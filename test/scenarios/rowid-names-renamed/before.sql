-- SQLite 3.54 refuses to add, drop or rename a column called like the rowid. A plan for it rebuilds the table, and what
-- refers to the column; libSQL alters it.
CREATE TABLE graves (oid INTEGER, type TEXT, usn INTEGER);
CREATE INDEX graves_by_oid ON graves (oid, usn);
CREATE TABLE node (rowid TEXT NOT NULL UNIQUE, parent TEXT REFERENCES node (rowid), name TEXT DEFAULT 'none');
CREATE TABLE leaf (id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT REFERENCES node (rowid) ON DELETE CASCADE);
CREATE TABLE log (id INTEGER PRIMARY KEY, _rowid_ TEXT);
CREATE TABLE swapped (a TEXT, oid TEXT, gone TEXT);
CREATE TABLE taller (x TEXT);
CREATE TABLE smaller (x TEXT, oid TEXT);
CREATE TABLE keyed (oid TEXT PRIMARY KEY, x TEXT) WITHOUT ROWID;
CREATE VIEW buried AS SELECT oid, type FROM graves;
CREATE TRIGGER node_ai AFTER INSERT ON node BEGIN INSERT INTO graves (oid, type) VALUES (new.rowid, 'node'); END;
