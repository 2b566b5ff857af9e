INSERT INTO t (rowid, n, a) VALUES (7, 3, 'x'), (8, NULL, 'y');
