-- A view on a table that is gone, and a trigger that writes to one.
CREATE TABLE t (a);
CREATE TABLE gone (b);
CREATE VIEW broken AS SELECT b FROM gone;
CREATE TRIGGER broken_too AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (new.a); END;
DROP TABLE gone;
-- Its trigger gives two values for three columns.
CREATE TABLE image (id INTEGER PRIMARY KEY, data BLOB);
CREATE VIEW shown AS SELECT id, data FROM image;
CREATE TRIGGER shown_new INSTEAD OF INSERT ON shown BEGIN INSERT INTO image VALUES (NEW.id, NEW.data); END;
CREATE TRIGGER shown_other INSTEAD OF UPDATE ON shown BEGIN INSERT INTO image VALUES (NEW.id, NEW.data); END;
CREATE TRIGGER shown_gone INSTEAD OF DELETE ON shown BEGIN DELETE FROM image WHERE id = OLD.id; END;
ALTER TABLE image ADD COLUMN added TEXT;
