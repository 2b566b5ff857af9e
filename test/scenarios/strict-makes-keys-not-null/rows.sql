INSERT INTO t VALUES ('a', 'x'), (NULL, 'y');
