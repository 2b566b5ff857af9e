-- A table is dropped, and references to it stay: SQLite counts each row that refers to it as an orphan. The plan used to be
-- sealed, and apply failed.
CREATE TABLE place (id INTEGER PRIMARY KEY);
CREATE TABLE session (id INTEGER PRIMARY KEY, place INTEGER REFERENCES place (id));
