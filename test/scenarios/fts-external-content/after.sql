CREATE TABLE doc (title TEXT, body TEXT, lang TEXT, UNIQUE (title, lang));
CREATE VIRTUAL TABLE doc_find USING fts5(title, body, content='doc', content_rowid='rowid');
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_find (rowid, title, body) VALUES (NEW.rowid, NEW.title, NEW.body); END;
CREATE TRIGGER doc_ad AFTER DELETE ON doc BEGIN INSERT INTO doc_find (doc_find, rowid, title, body) VALUES ('delete', OLD.rowid, OLD.title, OLD.body); END;
