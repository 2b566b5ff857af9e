INSERT INTO answer VALUES (1, '5', 'Yes'), (2, '6', NULL);
INSERT INTO given VALUES ('5', 'YES'), (6, 'no');
