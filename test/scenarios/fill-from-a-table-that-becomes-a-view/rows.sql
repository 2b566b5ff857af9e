INSERT INTO title VALUES (1, 'a'), (2, 'b'); INSERT INTO tune VALUES (5, 1), (6, 2), (7, NULL);
