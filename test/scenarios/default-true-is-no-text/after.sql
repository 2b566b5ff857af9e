-- The text 'true' and the number 1 are two defaults.
CREATE TABLE tune (id INTEGER PRIMARY KEY, known TEXT DEFAULT TRUE);
