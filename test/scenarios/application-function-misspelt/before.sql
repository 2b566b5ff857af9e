-- A function that the configuration does not name is still an error, and the nearest name is suggested.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
