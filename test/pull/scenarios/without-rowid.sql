-- WITHOUT ROWID, where the key is the table and its columns cannot hold NULL.
CREATE TABLE word (
  word TEXT PRIMARY KEY,
  hits INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE pair (a, b, c, PRIMARY KEY (b, a)) WITHOUT ROWID;
