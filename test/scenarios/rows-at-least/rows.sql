INSERT INTO role VALUES (1, 'Admin', 7), (50, 'mine', 3);
