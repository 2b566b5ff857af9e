-- Every kind of trigger.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER DEFAULT 0);
CREATE TABLE log (at TEXT DEFAULT CURRENT_TIMESTAMP, what TEXT);
CREATE TRIGGER tune_added AFTER INSERT ON tune BEGIN INSERT INTO log (what) VALUES ('added ' || new.title); END;
CREATE TRIGGER tune_before BEFORE INSERT ON tune FOR EACH ROW WHEN new.title IS NULL BEGIN SELECT RAISE(ABORT, 'a title, please'); END;
CREATE TRIGGER tune_changed AFTER UPDATE ON tune BEGIN
  UPDATE tune SET plays = plays + 1 WHERE id = old.id;
  INSERT INTO log (what) VALUES (CASE WHEN new.title = old.title THEN 'same' ELSE 'other' END);
END;
CREATE TRIGGER tune_retitled BEFORE UPDATE OF title, plays ON tune WHEN old.title <> new.title BEGIN SELECT 1; SELECT 2; END;
CREATE TRIGGER tune_gone AFTER DELETE ON tune BEGIN DELETE FROM log WHERE what = 'added ' || old.title; END;
CREATE TRIGGER tune_untimed DELETE ON tune BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER tune_raise BEFORE DELETE ON tune WHEN old.id = 1 BEGIN SELECT RAISE(ROLLBACK, 'end; never'); END;
