-- A full-text index with a tokenizer of the application reads its words from a column that therefore must not be renamed.
CREATE TABLE item (id INTEGER PRIMARY KEY, title TEXT, year INTEGER);
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema VALUES ('table', 'item_words', 'item_words', 0, 'CREATE VIRTUAL TABLE item_words USING fts4(content=''item'', title, tokenize=collating)');
PRAGMA writable_schema = RESET;
