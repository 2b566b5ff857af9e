INSERT INTO said VALUES (NULL, 'a'), (40, 'b'), (NULL, 'c');
INSERT INTO place VALUES ('x', 'here'), (NULL, 'there');
