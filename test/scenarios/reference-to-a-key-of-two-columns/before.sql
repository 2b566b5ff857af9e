-- SQLite accepts a reference without columns to a parent whose key has two, until a row is inserted: it is kept as it is.
CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b));
CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p);
CREATE TABLE d (id INTEGER PRIMARY KEY, p INT, x TEXT, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE);
