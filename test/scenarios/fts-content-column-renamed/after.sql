CREATE TABLE doc (id INTEGER PRIMARY KEY, name TEXT, body TEXT);
CREATE VIRTUAL TABLE doc_find USING fts4(title, body, content='doc');
