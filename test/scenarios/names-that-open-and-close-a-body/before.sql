-- A trigger was read as two statements if a column is named `end`: it could be neither declared nor restored.
CREATE TABLE shift (id INTEGER PRIMARY KEY, begin INTEGER, end INTEGER, "case" TEXT);
CREATE TABLE begin (end INTEGER);
CREATE TABLE trigger (id INTEGER PRIMARY KEY, shift INTEGER REFERENCES shift (id));
CREATE TRIGGER shift_ends AFTER UPDATE OF begin, end ON shift WHEN NEW.end IS NOT OLD.end AND NEW.begin < NEW.end BEGIN
  UPDATE begin SET end = CASE WHEN NEW.end > 9 THEN NEW.end ELSE end END;
  INSERT INTO trigger (shift) SELECT id FROM shift WHERE CASE "case" WHEN 'x' THEN end END;
END;
CREATE TRIGGER begin BEFORE DELETE ON begin BEGIN SELECT CASE OLD.end WHEN 1 THEN RAISE(ABORT, 'END;') END; END;
