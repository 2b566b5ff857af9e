INSERT INTO song VALUES (1, 'The Kesh', 120), (2, 'Cooley''s', NULL);
