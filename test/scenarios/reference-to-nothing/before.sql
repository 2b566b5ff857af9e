-- A new reference to a table that does not exist: SQLite counts each row that uses it as an orphan.
CREATE TABLE session (id INTEGER PRIMARY KEY, place INTEGER);
