INSERT INTO tune VALUES (1, 'reel', 'a'), (2, 'Jig', 'a'), (3, 'jig', 'b');
