INSERT INTO t VALUES (1, '007'), (2, 'x'), (3, 5), (4, '12');
