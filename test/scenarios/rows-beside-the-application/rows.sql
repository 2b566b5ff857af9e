INSERT INTO genre VALUES ('irl', 'Irish');
INSERT INTO word VALUES (1, 'ol', 'x'), (2, 'Reel', 'y');
