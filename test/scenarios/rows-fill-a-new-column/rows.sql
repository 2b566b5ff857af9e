INSERT INTO genre VALUES ('irl', 'Irish'), ('sco', NULL);
INSERT INTO tune VALUES (1, 'irl'), (2, 'sco');
