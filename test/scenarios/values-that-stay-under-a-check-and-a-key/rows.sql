INSERT INTO performer VALUES (1, '5ft', '1999-01-02'), (2, '5in', '1999-03-04'), (3, '7', NULL);
INSERT INTO photo VALUES ('5ft'), ('7');
