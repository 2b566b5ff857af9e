-- Only the order of columns differs. That is cosmetic, and moves no row.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
