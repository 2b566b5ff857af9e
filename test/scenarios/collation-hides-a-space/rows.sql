INSERT INTO tune VALUES (1, '5'), (2, '5 ');
