-- A row that is not declared stays if others refer to it and nothing says what happens to those.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id));
