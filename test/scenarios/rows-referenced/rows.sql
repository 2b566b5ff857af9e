INSERT INTO genre VALUES ('irl'), ('old');
INSERT INTO tune VALUES (1, 'irl'), (2, 'old');
