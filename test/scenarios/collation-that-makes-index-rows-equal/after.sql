CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT COLLATE NOCASE, name TEXT);
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';
