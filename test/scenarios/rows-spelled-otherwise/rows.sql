INSERT INTO country VALUES ('IE', 'Ireland'), ('se', 'Sweden');
INSERT INTO town VALUES (1, 'IE');
