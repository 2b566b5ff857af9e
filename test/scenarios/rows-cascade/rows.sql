INSERT INTO genre VALUES ('irl', 'Irish'), ('old', 'Old');
INSERT INTO tune VALUES (1, 'irl'), (2, 'old'), (3, 'old');
INSERT INTO note VALUES (1, 1), (2, 2), (3, 3), (4, 3);
INSERT INTO wish VALUES (1, 'old'), (2, 'irl');
