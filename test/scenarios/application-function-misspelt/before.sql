-- A function that is not named stays an error, with the nearest name.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
