INSERT INTO entry VALUES (12, NULL), ('a', '12');
