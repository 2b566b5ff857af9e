-- SQLite would give each NULL a number of its own without a word.
CREATE TABLE t (n INTEGER, a TEXT);
