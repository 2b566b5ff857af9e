INSERT INTO role VALUES (50, 'guest');
