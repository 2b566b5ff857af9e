CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW listed AS SELECT id, title FROM tune;
CREATE VIEW counted AS SELECT count(*) AS n FROM tune;
CREATE TRIGGER noted AFTER INSERT ON tune BEGIN UPDATE tune SET title = trim(title) WHERE id = NEW.id; END;
