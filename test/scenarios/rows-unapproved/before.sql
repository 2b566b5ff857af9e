-- Rows are deleted and overwritten only if approved, by table and number.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
