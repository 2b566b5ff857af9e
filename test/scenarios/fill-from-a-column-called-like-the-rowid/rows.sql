INSERT INTO player VALUES ('a', 'Ann'), ('b', 'Bo');
INSERT INTO note VALUES (1, 'b'), (2, 'a');
