INSERT INTO performer VALUES (1, '5ft'), (2, '180'), (3, '6ft'), (4, NULL);
