-- Two foreign keys lead to the same table, and its rows take others with them: each way is counted by itself. A plan
-- that took one count for the other was not the one that its own facts give, and could not be verified.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE CASCADE, second TEXT REFERENCES genre (id) ON DELETE CASCADE);
CREATE TABLE note (id INTEGER PRIMARY KEY, tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE);
