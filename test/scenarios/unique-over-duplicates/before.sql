-- Two rows are equal in columns that become unique.
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, kind TEXT);
