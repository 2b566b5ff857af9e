CREATE TABLE book (id INTEGER PRIMARY KEY, path TEXT, bytes INTEGER, UNIQUE (path, bytes));
