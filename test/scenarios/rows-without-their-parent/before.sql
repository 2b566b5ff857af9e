-- A declared row that refers to a missing row is refused, with its line: only the database knows the parents.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY);
CREATE TABLE style (id INTEGER PRIMARY KEY, genre TEXT NOT NULL REFERENCES genre (id));
