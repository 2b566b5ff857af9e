INSERT INTO graves (rowid, oid, type, usn) VALUES (3, 70, 'card', 1), (9, 71, 'note', -1);
INSERT INTO node (oid, rowid, parent, name) VALUES (5, 'r', NULL, 'root'), (8, 's', 'r', 'stem');
INSERT INTO leaf VALUES (4, 'r'), (6, 's'), (20, 's');
DELETE FROM leaf WHERE id = 20;
INSERT INTO log VALUES (1, 'one'), (2, NULL);
INSERT INTO swapped (rowid, a, oid, gone) VALUES (4, 'a1', 'o1', 'g'), (7, 'a2', 'o2', NULL);
INSERT INTO keyed VALUES ('k', 'x');
INSERT INTO taller (rowid, x) VALUES (2, 'x');
INSERT INTO smaller (rowid, x, oid) VALUES (2, 'x', 'y');
