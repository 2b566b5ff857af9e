-- Existing rows have no value for the new column, and nothing says what they get.
CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT);
