-- A new table with a collation of the application is refused: this engine cannot create it.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
