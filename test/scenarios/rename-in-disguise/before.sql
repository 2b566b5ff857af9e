-- One column goes and a similar one comes. It looks like a rename, and either guess could be wrong.
CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, age INTEGER);
