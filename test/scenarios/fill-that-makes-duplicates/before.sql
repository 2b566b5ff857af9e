-- The fill gives two rows the same value in a unique column.
CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
