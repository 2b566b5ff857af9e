-- Somebody approved the loss of two rows; there are three now.
CREATE TABLE keep (id INTEGER PRIMARY KEY);
CREATE TABLE legacy (id INTEGER PRIMARY KEY, data BLOB);
