-- The declared view already exists, and works again once its table has the column.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW listed AS SELECT id, tempo FROM tune;
CREATE TRIGGER edited INSTEAD OF UPDATE ON listed BEGIN UPDATE tune SET tempo = NEW.tempo WHERE id = NEW.id; END;
