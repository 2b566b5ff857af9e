-- A reference without columns means the key. The key changes, and what is declared is a reference to the old one: it was
-- reported as a bug.
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE NOT NULL);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, n INTEGER);
CREATE TABLE d (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, n INTEGER);
