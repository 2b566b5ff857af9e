INSERT INTO kind VALUES ('a', 'A', '1'), ('b', 'B', '2');
