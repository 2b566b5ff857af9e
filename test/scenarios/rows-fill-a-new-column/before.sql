-- A new NOT NULL column of a table whose rows are all declared: they say what it holds, so no fill is needed.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE CASCADE);
