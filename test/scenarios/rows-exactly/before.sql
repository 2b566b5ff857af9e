-- Declared rows and no others: what is missing is inserted, what differs is overwritten, what is not declared goes.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, note TEXT);
CREATE TABLE untouched (id INTEGER PRIMARY KEY, note TEXT);
