INSERT INTO tune VALUES (1, 'The Kesh'), (2, 'Morrison''s');
INSERT INTO tune_2 VALUES (1, 'The Kesh');
INSERT INTO note VALUES (10, 1), (20, 2);
