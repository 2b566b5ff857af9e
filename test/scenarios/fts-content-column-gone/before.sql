-- Nothing of the index is declared otherwise, and yet it could not be searched any more.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE doc_find USING fts5(title, body, content='doc', content_rowid='id');
