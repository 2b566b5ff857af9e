CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE doc_find USING fts5(title, body, content='doc', content_rowid='id');
