-- SQLite would silently give each NULL a number of its own.
CREATE TABLE t (n INTEGER, a TEXT);
