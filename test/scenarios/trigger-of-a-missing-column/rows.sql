INSERT INTO link VALUES (1, 10, '1'), (2, 20, '2');
