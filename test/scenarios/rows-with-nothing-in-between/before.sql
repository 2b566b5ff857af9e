-- Two rows exchange a UNIQUE value, and a CHECK allows no third one in between: refused, with what was tried.
CREATE TABLE side (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name IN ('left', 'right')));
