-- A table is dropped, a view takes its name, and a fill still reads the table.
CREATE TABLE title (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE tune (id INTEGER PRIMARY KEY, title INTEGER);
