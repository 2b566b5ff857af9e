-- A trigger that never fires was left as it is, without a word, by a plan that adds the column it waits for.
CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TABLE log (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TRIGGER link_author AFTER UPDATE OF author ON link BEGIN DELETE FROM log WHERE book = NEW.book; END;
