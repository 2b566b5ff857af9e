-- Only some of these are integers: nothing is cut, rounded or turned into 0.
CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT);
