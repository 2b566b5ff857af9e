-- The index compares with a text that is the name of a column. Once it went with that column, unasked.
CREATE TABLE tune (id INTEGER PRIMARY KEY, sort TEXT, level INTEGER);
CREATE INDEX by_sort ON tune (sort) WHERE sort = 'level';
