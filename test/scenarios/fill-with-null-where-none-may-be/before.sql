-- A fill of NULL was accepted for a column that does not allow it, and the copy failed.
CREATE TABLE rank (no TEXT NOT NULL, owner TEXT);
