INSERT INTO person VALUES (1, 'Ann'), (2, 'Bo');
INSERT INTO note VALUES (1, 2, NULL), (2, 1, 1);
