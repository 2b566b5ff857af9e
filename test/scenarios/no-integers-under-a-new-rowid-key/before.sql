-- A rowid is always an integer: the new key cannot hold a blob, a fraction or a word.
CREATE TABLE tune (id INT, title TEXT, PRIMARY KEY (id));
