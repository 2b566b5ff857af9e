-- The index covers more rows under the new collation of a column that only its WHERE names.
CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT, name TEXT);
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';
