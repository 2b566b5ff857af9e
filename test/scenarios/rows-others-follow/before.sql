-- What refers to a column whose declared value changes follows where its foreign key says so; one may take another's value.
CREATE TABLE genre (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (code) ON UPDATE CASCADE);
