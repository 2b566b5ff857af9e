-- A column moves each way between two tables. Whichever changes first, the other's fill would read a column that is gone.
CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE b (id INTEGER PRIMARY KEY, y TEXT);
