CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, size TEXT AS (length(title)) STORED, code INTEGER AS (title)) STRICT;
