-- The index finds rows by rowids that no column holds; without them, every search would fail.
CREATE TABLE doc (code TEXT NOT NULL PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE doc_search USING fts5(body, content='doc');
CREATE VIRTUAL TABLE doc_words USING fts4(body, content="doc");
