INSERT INTO song VALUES (1, 'x'), (2, 'y');
