INSERT INTO product VALUES (1, 'no  name'), (2, 'chair');
