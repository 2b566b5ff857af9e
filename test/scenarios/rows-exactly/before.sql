-- Declared rows and no others: missing rows are inserted, differing ones overwritten, undeclared ones deleted.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, note TEXT);
CREATE TABLE untouched (id INTEGER PRIMARY KEY, note TEXT);
