-- A trigger may have the name of a table or view, so that each names the other.
CREATE TABLE a (id INTEGER PRIMARY KEY, x);
CREATE VIEW b AS SELECT id, x FROM a;
CREATE TRIGGER a INSTEAD OF INSERT ON b BEGIN INSERT INTO a (x) VALUES (NEW.x); END;
CREATE TRIGGER b AFTER INSERT ON a BEGIN UPDATE a SET x = (SELECT max(x) FROM b) WHERE id = NEW.id; END;
