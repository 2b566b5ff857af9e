CREATE TABLE other (id INTEGER PRIMARY KEY);
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW titles AS SELECT id, title FROM tune;
CREATE VIRTUAL TABLE found USING fts5 (title, content = 'titles');
