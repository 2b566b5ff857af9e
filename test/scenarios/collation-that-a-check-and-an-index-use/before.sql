-- The same where the rows allow it: the question is asked again while applying, by the new collation. A unique index whose
-- WHERE compares by it is asked, too.
CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, CHECK (kind IN ('reel', 'jig', 'Jig')));
CREATE UNIQUE INDEX one_jig_of_a_name ON tune (name) WHERE kind = 'jig';
