-- A trigger that calls the application's now() is declared, and a renamed column is renamed in it.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
CREATE TRIGGER tune_changed AFTER UPDATE OF title ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END;
CREATE TRIGGER tune_gone AFTER DELETE ON tune WHEN title_sort(old.title) <> '' BEGIN SELECT now(); END;
