INSERT INTO tune VALUES (1, 'reel', 'D', 'maj', 'x'); INSERT INTO part VALUES (1, 'a', 1);
