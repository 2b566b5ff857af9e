-- One goes, a like one comes: it looks like a rename, and guessing either way would lose or keep the wrong thing.
CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, age INTEGER);
