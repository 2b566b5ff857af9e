CREATE TABLE tune (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW titles AS SELECT id, name FROM tune;
CREATE VIEW shouted AS SELECT id, upper(name) AS name FROM titles;
CREATE VIRTUAL TABLE found USING fts5 (name, content = 'titles', content_rowid = 'id');
CREATE VIRTUAL TABLE loud USING fts5 (name, content = 'shouted', content_rowid = 'id');
CREATE TRIGGER song_found AFTER INSERT ON tune BEGIN INSERT INTO found (rowid, name) VALUES (NEW.id, NEW.name); END;
