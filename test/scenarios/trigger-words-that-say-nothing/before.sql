-- BEFORE, FOR EACH ROW and main. are the defaults in SQLite: the triggers are the same without them.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TRIGGER first INSERT ON tune WHEN NEW.title IS NULL BEGIN SELECT RAISE(ABORT, 'no title'); END;
CREATE TRIGGER second AFTER UPDATE OF title ON main.tune FOR EACH ROW BEGIN DELETE FROM tune WHERE 0; END;
