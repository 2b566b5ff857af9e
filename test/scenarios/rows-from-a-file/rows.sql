INSERT INTO item VALUES (1, 'a', 1, 1.0, NULL, '1'), (2, 'own', 1, 1.0, NULL, NULL);
