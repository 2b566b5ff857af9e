INSERT INTO tune (id, title) VALUES (1, '120'), (2, NULL);
