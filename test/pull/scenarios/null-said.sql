-- One of the few where a column follows a constraint-like word, and NULL is said aloud.
CREATE TABLE said (a TEXT NULL, b INTEGER NULL DEFAULT 1, c TEXT NOT NULL DEFAULT '' COLLATE NOCASE CHECK (c <> 'x') REFERENCES said (a));
