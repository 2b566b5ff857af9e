-- A fill that says NULL was accepted for a column that never took one, and the copy failed.
CREATE TABLE rank (no TEXT NOT NULL, owner TEXT);
