INSERT INTO tag VALUES (1, 'reel', 'a'), (2, 'Reel', 'b'), (3, 'jig', NULL), (4, 'march', NULL);
