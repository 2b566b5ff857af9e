CREATE TABLE tune (id INTEGER PRIMARY KEY, title INTEGER, text TEXT);
CREATE VIEW title AS SELECT title AS id, text FROM tune;
