-- FTS3 and FTS4, the second with external content and options.
CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE old_search USING fts3(title TEXT, body TEXT);
CREATE VIRTUAL TABLE doc_search USING fts4(content="doc", body, tokenize=unicode61 "remove_diacritics=2");
CREATE VIRTUAL TABLE plain USING FTS4;
CREATE VIRTUAL TABLE words USING fts4aux(plain);
