-- A new NOT NULL column of declared rows, next to a user's own row: nothing says what that one holds.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE CASCADE);
