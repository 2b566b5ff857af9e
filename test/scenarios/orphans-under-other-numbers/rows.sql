INSERT INTO p VALUES (1);
INSERT INTO by_name VALUES ('a', 1), ('b', 7), ('c', 8), ('d', 9);
INSERT INTO by_number VALUES (50, 1), (40, 7), (30, 8);
INSERT INTO with_rowids VALUES ('a', 1), ('b', 7), ('c', 8);
