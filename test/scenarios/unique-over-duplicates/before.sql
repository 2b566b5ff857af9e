-- Two rows are the same where no two may be.
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, kind TEXT);
