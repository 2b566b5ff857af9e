-- A key of an ordinary table may hold NULL, more than once; the key of a table without rowids may not.
CREATE TABLE kv (k TEXT PRIMARY KEY, v TEXT);
