INSERT INTO performer VALUES (1, '5ft'), (2, '6ft');
