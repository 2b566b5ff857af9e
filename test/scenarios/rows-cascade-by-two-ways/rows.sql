INSERT INTO genre VALUES ('irl', 'Irish'), ('old', 'Old');
INSERT INTO tune VALUES (1, 'irl', NULL), (2, 'old', NULL), (3, 'irl', 'old');
INSERT INTO note VALUES (1, 1), (2, 3), (3, 3), (4, 3);
