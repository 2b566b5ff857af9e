CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
CREATE TABLE author (name TEXT COLLATE unicase);
