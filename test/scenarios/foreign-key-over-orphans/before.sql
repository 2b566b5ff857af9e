-- SQLite adds a foreign key over orphans without an error; the plan is refused with the rows that have no parent.
CREATE TABLE parent (id INTEGER PRIMARY KEY);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER);
