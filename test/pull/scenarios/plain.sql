-- A table with every kind of column that a person writes first.
CREATE TABLE tune (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  tempo REAL,
  cover BLOB,
  rating NUMERIC NOT NULL
);
