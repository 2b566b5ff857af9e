INSERT INTO tune VALUES (1, 'a'), (500, 'b');
DELETE FROM tune WHERE id = 500;
INSERT INTO note VALUES (1, 'x'), (2, 'y');
