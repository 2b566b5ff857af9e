-- The string 'true' and the number 1 are different defaults.
CREATE TABLE tune (id INTEGER PRIMARY KEY, known TEXT DEFAULT 'true');
