-- Text with more digits than a REAL can hold was treated as convertible, as it is to INTEGER.
CREATE TABLE sum (id INTEGER PRIMARY KEY, total TEXT);
