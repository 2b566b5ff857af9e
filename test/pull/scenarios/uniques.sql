-- UNIQUE on columns, on the table, twice the same, and over a key.
CREATE TABLE u (
  a TEXT UNIQUE,
  b TEXT,
  c TEXT NOT NULL,
  UNIQUE (b, c),
  UNIQUE (c, b),
  UNIQUE (c)
);
CREATE TABLE twice (a TEXT UNIQUE, b TEXT, UNIQUE (a), UNIQUE (a, b));
CREATE TABLE keyed (a TEXT PRIMARY KEY UNIQUE, b TEXT);
