INSERT INTO customer VALUES (1, 123, 'x');
