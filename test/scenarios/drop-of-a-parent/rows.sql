INSERT INTO place VALUES (1), (2); INSERT INTO session VALUES (1, 1), (2, 2), (3, 7), (4, NULL);
