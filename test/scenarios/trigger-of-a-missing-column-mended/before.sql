-- A trigger that names a missing column after UPDATE OF is replaced where one of its name is declared.
CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TABLE log (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TRIGGER link_moved AFTER UPDATE OF boook ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END;
