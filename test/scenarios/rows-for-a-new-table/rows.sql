INSERT INTO role VALUES (1, 'admin');
