-- SQLite gives a child's value the affinity of its parent's key before it compares them. '1' refers to the integer 1, until
-- the key becomes a BLOB: the plan used to be sealed, and apply failed.
CREATE TABLE tune (id INTEGER PRIMARY KEY);
CREATE TABLE session (tune TEXT REFERENCES tune (id));
