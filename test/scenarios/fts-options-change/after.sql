CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE doc_find USING fts5(body, content='doc', content_rowid='id', tokenize='porter unicode61');
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_find (rowid, body) VALUES (NEW.id, NEW.body); END;
