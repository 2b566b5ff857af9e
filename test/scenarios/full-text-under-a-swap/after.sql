CREATE TABLE archive (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, since TEXT);
CREATE VIRTUAL TABLE found USING fts5 (title, content = 'tune', content_rowid = 'id');
