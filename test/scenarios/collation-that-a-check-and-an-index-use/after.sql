CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT COLLATE NOCASE, name TEXT, CHECK (kind IN ('reel', 'jig', 'Jig')));
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';
