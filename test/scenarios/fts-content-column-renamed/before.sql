-- The index would be filled again, and fail. That used to be reported as a bug in trueup rather than a problem of the
-- schema.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body);
CREATE VIRTUAL TABLE doc_find USING fts4(title, body, content='doc');
