-- Two tables that refer to each other, and one that refers to a table made after it.
CREATE TABLE chicken (id INTEGER PRIMARY KEY, egg INTEGER NOT NULL REFERENCES egg (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE egg (id INTEGER PRIMARY KEY, chicken INTEGER NOT NULL REFERENCES chicken (id));
CREATE TABLE early (id INTEGER PRIMARY KEY, late INTEGER REFERENCES late (id));
CREATE TABLE late (id INTEGER PRIMARY KEY);
