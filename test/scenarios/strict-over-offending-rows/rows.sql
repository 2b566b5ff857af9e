INSERT INTO reading VALUES (1, 'a', 1), (2, 'b', 'many'), (3, 'c', 2.5);
