-- A live view that does not compile stopped the plan that would replace it by the declared one, which works.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE gone (x, y);
CREATE VIEW listed AS SELECT id, title FROM tune UNION ALL SELECT x FROM gone;
CREATE VIEW counted AS SELECT count(y) AS n FROM gone;
CREATE TRIGGER noted AFTER INSERT ON tune BEGIN INSERT INTO gone VALUES (NEW.id, NEW.title); END;
DROP TABLE gone;
