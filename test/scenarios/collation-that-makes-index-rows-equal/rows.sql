INSERT INTO tune VALUES (1, 'Jig', 'a'), (2, 'jig', 'a');
