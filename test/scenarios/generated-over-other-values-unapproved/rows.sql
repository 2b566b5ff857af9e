INSERT INTO line VALUES (1, 5, 10, 'NO 5', 'a'), (2, 6, 13, 'no 6', 'b'), (3, NULL, 7, NULL, NULL), (4, 7, NULL, 'no 7', 'd');
