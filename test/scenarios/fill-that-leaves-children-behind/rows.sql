INSERT INTO genre VALUES (1, 'r'), (2, 'j');
INSERT INTO tune VALUES (1, 'r'), (2, 'j');
