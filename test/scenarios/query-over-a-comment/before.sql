-- The query that finds the rows was put on one line by collapsing its white space: a comment swallowed the rest of it, and a string lost a space.
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT);
