INSERT INTO event VALUES (1, '{"a": 1}'), (2, '1.50'), (3, '1e3'), (4, '12');
