CREATE TABLE doc (number INTEGER NOT NULL PRIMARY KEY, body TEXT);
CREATE TABLE page (number INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE doc_search USING fts5(body, content='doc');
CREATE VIRTUAL TABLE page_search USING fts5(body, content='page');
