INSERT INTO tune VALUES (1, 'a', 2);
