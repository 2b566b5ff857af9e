-- A row that is not declared stays where others refer to it and nothing says what becomes of those.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id));
