INSERT INTO account VALUES (1, 'Elm', 'Ennis', '07'), (2, NULL, 'Tulla', '8');
INSERT INTO place VALUES (10, 1), (11, 2), (12, NULL);
INSERT INTO zone VALUES (20, 10, 'north'), (21, 11, NULL);
