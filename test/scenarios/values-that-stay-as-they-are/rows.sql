INSERT INTO performer VALUES (1, '5ft', 70.5, x'00ff'), (2, '180', 80.0, 'none'), (3, '6ft', NULL, NULL), (4, NULL, 'heavy', x'');
