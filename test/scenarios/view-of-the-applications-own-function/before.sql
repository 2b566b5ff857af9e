-- sortconcat() is a function of the application: its view works there, and would not follow a rename.
CREATE TABLE book (id INTEGER PRIMARY KEY, path TEXT, size INTEGER);
CREATE VIEW meta AS SELECT id, sortconcat(id, path) AS path FROM book;
CREATE TRIGGER book_new AFTER INSERT ON book BEGIN UPDATE book SET path = title_sort(path) WHERE id = NEW.id; END;
