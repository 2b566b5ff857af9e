-- If nothing says that references follow a changed value, the value stays.
CREATE TABLE genre (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (code));
