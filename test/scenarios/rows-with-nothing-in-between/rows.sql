INSERT INTO side VALUES (1, 'left'), (2, 'right');
