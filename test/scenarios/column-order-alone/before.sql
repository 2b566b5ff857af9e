-- Nothing but the order of columns differs: that is for the eye, and moves no row.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
