-- In a STRICT table, ANY keeps a string of digits as text; without STRICT it has NUMERIC affinity.
CREATE TABLE t (id INTEGER PRIMARY KEY, v ANY) STRICT;
