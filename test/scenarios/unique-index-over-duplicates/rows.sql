INSERT INTO tag VALUES (1, 'reel'), (2, 'reel'), (3, 'jig');
