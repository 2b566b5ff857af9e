-- INSTEAD OF triggers on a view.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW titles AS SELECT id, title FROM tune;
CREATE TRIGGER titles_insert INSTEAD OF INSERT ON titles BEGIN INSERT INTO tune (title) VALUES (new.title); END;
CREATE TRIGGER titles_update INSTEAD OF UPDATE OF title ON titles BEGIN UPDATE tune SET title = new.title WHERE id = old.id; END;
CREATE TRIGGER titles_delete INSTEAD OF DELETE ON titles BEGIN DELETE FROM tune WHERE id = old.id; END;
