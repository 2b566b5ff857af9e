-- A deleted row takes with it what refers to it, as the foreign keys say: counted, named and approved for each table.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE CASCADE);
CREATE TABLE note (id INTEGER PRIMARY KEY, tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE);
CREATE TABLE wish (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE SET NULL);
