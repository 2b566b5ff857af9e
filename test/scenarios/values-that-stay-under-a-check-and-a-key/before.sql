-- A value that stays as it is was judged by what a CAST would make of it: '5ft' and '5in' are two values, and neither is the number 5.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT UNIQUE, born TEXT);
CREATE TABLE photo (performer TEXT REFERENCES performer (height));
