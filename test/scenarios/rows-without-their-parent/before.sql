-- A declared row that refers to one that is not there is refused, with its line: only the database knows its parents.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY);
CREATE TABLE style (id INTEGER PRIMARY KEY, genre TEXT NOT NULL REFERENCES genre (id));
