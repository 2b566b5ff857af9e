INSERT INTO setting VALUES ('theme', 'dark', '2020-01-01'), ('own', 'x', '2020-01-01');
