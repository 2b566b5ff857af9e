-- The goal is a database. A trigger that is broken there must not count as one that was removed.
CREATE TABLE image (id INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE log (id INTEGER PRIMARY KEY, data BLOB);
CREATE TRIGGER image_new AFTER INSERT ON image BEGIN INSERT INTO log VALUES (NEW.id, NEW.data); END;
