-- A CHECK and the WHERE of a unique index compare by the collation of the column. The rows satisfy both under the new
-- collation, which is checked again when the plan is applied.
CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, CHECK (kind IN ('reel', 'jig', 'Jig')));
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';
