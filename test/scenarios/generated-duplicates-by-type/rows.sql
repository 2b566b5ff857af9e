INSERT INTO tune VALUES (1, '3'), (2, NULL), (3, NULL);
