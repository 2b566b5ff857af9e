CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT, lang TEXT);
CREATE VIRTUAL TABLE doc_find USING fts5(name, body, content='doc', content_rowid='id');
