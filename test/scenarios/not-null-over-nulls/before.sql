-- Some rows hold NULL: how many, which, and how to find them.
CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT);
