-- A new column's default in double quotes, or as a bare word, was read as a column in the questions about rows.
CREATE TABLE mark (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE list (id INTEGER PRIMARY KEY, manual TEXT, name TEXT);
