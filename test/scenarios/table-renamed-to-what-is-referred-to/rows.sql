INSERT INTO address_new VALUES ('a', 'mail');
INSERT INTO token VALUES (1, 'a'), (2, 'gone');
