INSERT INTO genre VALUES (1, 'ie'), (2, 'sc');
INSERT INTO tune VALUES (1, 'ie'), (2, 'ie'), (3, 'sc');
