-- A virtual table of a module that is not loaded here.
CREATE TABLE t (a);
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'place', 'place', 0, 'CREATE VIRTUAL TABLE place USING spatialite(a, b)');
PRAGMA writable_schema = RESET;
