-- The index itself is declared as before, but could no longer be searched.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE doc_find USING fts5(title, body, content='doc', content_rowid='id');
