INSERT INTO song VALUES (1, 'a'), (2, 'b');
