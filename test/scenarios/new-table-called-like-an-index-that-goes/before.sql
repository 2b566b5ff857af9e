-- The index is dropped with its table, which is rebuilt after the new table has taken the name.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE INDEX part ON tune (title);
