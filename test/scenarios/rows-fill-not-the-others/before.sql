-- A new NOT NULL column of declared rows, beside a row that is the user's own: what that one holds, nothing says.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE CASCADE);
