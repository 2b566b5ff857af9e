INSERT INTO reading VALUES (1, '9'), (2, '10');
