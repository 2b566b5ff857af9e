INSERT INTO tune (id, title) VALUES (1, '007'), (2, '8'), (3, NULL);
