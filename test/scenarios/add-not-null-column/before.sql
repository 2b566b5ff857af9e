-- The rows that exist have no value for it, and nobody has said which one they get.
CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT);
