-- A generated column of a STRICT table changes type, and its values would no longer have it.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, size TEXT AS (length(title)) STORED, code INTEGER AS (title)) STRICT;
