-- A rowid is always an integer: a blob, a fraction and a word have no place in the new key.
CREATE TABLE tune (id INT, title TEXT, PRIMARY KEY (id));
