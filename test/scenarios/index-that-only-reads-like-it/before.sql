-- The index compares with a string that is also the name of a column. It was dropped with that column, without approval.
CREATE TABLE tune (id INTEGER PRIMARY KEY, sort TEXT, level INTEGER);
CREATE INDEX by_sort ON tune (sort) WHERE sort = 'level';
