CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, price TEXT, UNIQUE (title));
