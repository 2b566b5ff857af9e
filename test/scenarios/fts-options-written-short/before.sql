-- fts5 accepts abbreviated options. `cont` was read as a full-text index with rows of its own.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE words USING fts5(title, body, cont='doc', content_r=id);
CREATE TRIGGER doc_new AFTER INSERT ON doc BEGIN INSERT INTO words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;
