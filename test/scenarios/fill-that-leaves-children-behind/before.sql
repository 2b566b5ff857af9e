-- A fill turns the parent key into blobs, which no longer equal the children's text.
CREATE TABLE genre (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (code));
