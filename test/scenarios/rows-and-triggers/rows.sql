INSERT INTO genre VALUES (1, 'Irsh'), (9, 'Old');
