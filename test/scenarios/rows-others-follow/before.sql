-- References to a column whose declared value changes follow if their foreign key says so; one row may take another's value.
CREATE TABLE genre (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (code) ON UPDATE CASCADE);
