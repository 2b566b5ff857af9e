-- Where nothing says that what refers to a value follows it, the value stays.
CREATE TABLE genre (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (code));
