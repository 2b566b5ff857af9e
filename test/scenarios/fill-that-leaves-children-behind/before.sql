-- A fill turns the parent key into blobs, which the children's text no longer equals.
CREATE TABLE genre (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (code));
