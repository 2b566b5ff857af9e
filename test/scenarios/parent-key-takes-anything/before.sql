-- The key loses its affinity: 12 stays a number and no longer equals the child's '12'.
CREATE TABLE entry (code NUMERIC PRIMARY KEY, child TEXT REFERENCES entry (code));
