INSERT INTO t VALUES (3, 'new', 5, 'five'), (4, 'newer', 7, NULL);
