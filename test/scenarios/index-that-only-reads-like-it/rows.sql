INSERT INTO tune VALUES (1, 'level', 2), (2, 'key', NULL);
