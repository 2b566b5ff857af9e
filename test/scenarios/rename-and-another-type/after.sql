CREATE TABLE customer (id INTEGER PRIMARY KEY, telephone TEXT, notes TEXT);
