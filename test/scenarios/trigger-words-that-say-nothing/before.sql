-- BEFORE, FOR EACH ROW and main. are what SQLite assumes anyway: the triggers are the same.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TRIGGER first INSERT ON tune WHEN NEW.title IS NULL BEGIN SELECT RAISE(ABORT, 'no title'); END;
CREATE TRIGGER second AFTER UPDATE OF title ON main.tune FOR EACH ROW BEGIN DELETE FROM tune WHERE 0; END;
