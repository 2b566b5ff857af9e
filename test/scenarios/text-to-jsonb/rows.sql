INSERT INTO event VALUES (1, '{"a": 1}', 'x', '2024-01-02T03:04:05Z', 'b9c1-22'), (2, '[]', '7', NULL, 'e1'), (3, '', NULL, 'yesterday', '');
