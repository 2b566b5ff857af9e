INSERT INTO tune VALUES (1, 'reel'), (2, 'Jig');
