-- Rows that take each other's UNIQUE values: a pair, a ring of three, and one that takes a value that another gives up.
CREATE TABLE step (id INTEGER PRIMARY KEY, position INTEGER NOT NULL UNIQUE CHECK (position > 0), name TEXT NOT NULL UNIQUE, note TEXT);
CREATE TABLE part (id INTEGER PRIMARY KEY, step INTEGER REFERENCES step (id), letter TEXT, UNIQUE (step, letter));
