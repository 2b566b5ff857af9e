-- STRICT tables, with each of the types that they allow.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  taken INT NOT NULL,
  value REAL,
  unit TEXT NOT NULL DEFAULT 'celsius',
  raw BLOB,
  extra ANY
) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
