-- The index would be refilled and fail. That was reported as a bug in trueup instead of a problem of the schema.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body);
CREATE VIRTUAL TABLE doc_find USING fts4(title, body, content='doc');
