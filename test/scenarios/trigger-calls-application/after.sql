CREATE TABLE tune (id INTEGER PRIMARY KEY, name TEXT, changed TEXT, more TEXT);
CREATE TRIGGER tune_changed AFTER UPDATE OF name ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END;
CREATE TRIGGER tune_gone AFTER DELETE ON tune WHEN title_sort(old.name) <> '' BEGIN SELECT now(); END;
CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END;
