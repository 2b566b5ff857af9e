-- Rows without a parent were identified by their rowids, and counted as new ones if those changed.
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE by_name (code TEXT NOT NULL, p INTEGER REFERENCES p (id));
CREATE TABLE by_number (number INTEGER NOT NULL, p INTEGER REFERENCES p (id));
CREATE TABLE with_rowids (code TEXT NOT NULL PRIMARY KEY, p INTEGER REFERENCES p (id)) WITHOUT ROWID;
