CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, size BLOB AS (length(title)) STORED, code REAL AS (title)) STRICT;
