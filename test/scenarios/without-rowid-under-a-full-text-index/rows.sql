INSERT INTO doc (rowid, code, body) VALUES (10, 'a', 'silver spear'), (20, 'b', 'out on the ocean');
INSERT INTO doc_search (doc_search) VALUES ('rebuild');
