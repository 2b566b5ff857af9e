-- Rows that have to exist besides the users' own: those stay as they are.
CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rights INTEGER NOT NULL DEFAULT 0);
