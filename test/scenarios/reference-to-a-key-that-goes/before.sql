-- The table that a reference without columns means is dropped, and the reference stays, with its column.
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p);
