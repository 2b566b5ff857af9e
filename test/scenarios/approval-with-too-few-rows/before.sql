-- The loss of two rows was approved, and now there are three.
CREATE TABLE keep (id INTEGER PRIMARY KEY);
CREATE TABLE legacy (id INTEGER PRIMARY KEY, data BLOB);
