-- The query that finds the rows was put on one line by collapsing white space. A comment in it swallowed the rest, and a
-- string lost a space.
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT);
