INSERT INTO session VALUES (1, 1), (4, NULL);
