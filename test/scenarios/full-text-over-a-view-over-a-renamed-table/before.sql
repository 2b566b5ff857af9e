-- The view is recreated for the table's new name, and the index over it reads it again.
CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW titles AS SELECT id, name FROM song;
CREATE VIEW shouted AS SELECT id, upper(name) AS name FROM titles;
CREATE VIRTUAL TABLE found USING fts5 (name, content = 'titles', content_rowid = 'id');
CREATE VIRTUAL TABLE loud USING fts5 (name, content = 'shouted', content_rowid = 'id');
CREATE TRIGGER song_found AFTER INSERT ON song BEGIN INSERT INTO found (rowid, name) VALUES (NEW.id, NEW.name); END;
