-- A reference to a column that becomes the key is declared without the column. Nothing changes, but `verify` could not say
-- what the reference had meant, and refused the plan.
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE NOT NULL);
CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT REFERENCES p (code));
CREATE TABLE d (id INTEGER PRIMARY KEY, later INTEGER REFERENCES later (id));
