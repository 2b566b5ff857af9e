-- Where the goal is a database, a trigger that is broken there is no trigger that somebody took away.
CREATE TABLE image (id INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE log (id INTEGER PRIMARY KEY, data BLOB);
CREATE TRIGGER image_new AFTER INSERT ON image BEGIN INSERT INTO log VALUES (NEW.id, NEW.data); END;
