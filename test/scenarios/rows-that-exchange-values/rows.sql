INSERT INTO step VALUES (1, 1, 'one', 'kept'), (2, 2, 'two', NULL), (3, 3, 'three', NULL), (4, 4, 'four', NULL), (9, 9, 'nine', 'of a user');
INSERT INTO part VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'a');
