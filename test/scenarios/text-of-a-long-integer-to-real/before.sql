-- A text of more digits than a REAL holds was taken for one that converts, as it does to INTEGER.
CREATE TABLE sum (id INTEGER PRIMARY KEY, total TEXT);
