-- A declared row that violates a UNIQUE because of a user's own row is refused, with its line and SQLite's words.
CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
