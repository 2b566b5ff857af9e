-- The words are filled anew, and that must not be called a bug of ours.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body);
CREATE VIRTUAL TABLE doc_find USING fts4(title, body, content='doc');
