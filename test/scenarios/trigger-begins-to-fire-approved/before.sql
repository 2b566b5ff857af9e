-- Its drop is approved: the plan drops the trigger before the table is renamed and gets the column.
CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TABLE log (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TRIGGER link_author AFTER UPDATE OF author ON link BEGIN DELETE FROM log WHERE book = NEW.book; END;
