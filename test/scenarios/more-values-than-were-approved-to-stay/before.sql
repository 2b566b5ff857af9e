-- The approval covers as many values as there were when it was given.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT);
