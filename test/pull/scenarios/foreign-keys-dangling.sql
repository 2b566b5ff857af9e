-- References to a table that is not there, to a column that is not unique, and without the parent's columns.
CREATE TABLE orphan (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES gone (id), other TEXT REFERENCES gone);
CREATE TABLE base (a TEXT, b TEXT);
CREATE TABLE loose (a TEXT REFERENCES base (b));
CREATE TABLE wide (a TEXT, b TEXT, PRIMARY KEY (a, b));
CREATE TABLE narrow (x TEXT, y TEXT, FOREIGN KEY (x, y) REFERENCES wide);
