-- A table takes the name of a dropped parent, but lacks a row that a child refers to.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE tune_2 (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE note (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id));
