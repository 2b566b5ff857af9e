-- A table that is not declared is dropped only with an approval that names it and its number of rows.
CREATE TABLE keep (id INTEGER PRIMARY KEY);
CREATE TABLE legacy (id INTEGER PRIMARY KEY, data BLOB);
