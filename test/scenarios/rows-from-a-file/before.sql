-- Rows of a CSV file, of every kind of value, under a unique key of their own; a REPLACE of the table deletes no other row.
CREATE TABLE item (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE ON CONFLICT REPLACE, n INTEGER, r REAL, b BLOB, x);
