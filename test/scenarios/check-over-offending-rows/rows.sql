INSERT INTO product VALUES (1, 10), (2, -1), (3, NULL), (4, 0);
