-- SQLite accepts any name after UPDATE OF, and a declaration does not. A trigger that never fires for such a name was to be
-- dropped by every plan; it is left as it is, where its table is renamed and rebuilt, too. So is one that fires for another
-- column, which `pull` used to call broken.
CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER, value TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TRIGGER link_author BEFORE UPDATE OF author ON link BEGIN SELECT RAISE(ABORT, 'never'); END;
CREATE TRIGGER link_moved AFTER UPDATE OF authors, writer ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END;
CREATE TRIGGER link_either AFTER UPDATE OF author, value ON link BEGIN UPDATE log SET book = NEW.book; END;
CREATE TRIGGER link_added AFTER INSERT ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END;
