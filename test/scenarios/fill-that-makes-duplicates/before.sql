-- The fill gives two rows the same value where no two may have it.
CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
