-- A new table with a collation of the application is refused: this engine does not create it.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
