-- SQLite accepts any name after UPDATE OF, and a declaration does not: a trigger that never fires for it stays as it is.
CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER);
CREATE TRIGGER link_author BEFORE UPDATE OF author ON link BEGIN SELECT RAISE(ABORT, 'never'); END;
CREATE TRIGGER link_moved AFTER UPDATE OF authors, writer ON link BEGIN DELETE FROM link WHERE book IS NULL; END;
CREATE TRIGGER link_either AFTER UPDATE OF author, book ON link BEGIN DELETE FROM link WHERE book IS NULL; END;
CREATE TRIGGER link_kept AFTER UPDATE OF book ON link BEGIN DELETE FROM link WHERE book IS NULL; END;
