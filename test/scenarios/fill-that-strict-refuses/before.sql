-- What a new column of a STRICT table is filled with has to be of its type: apply was the first to notice.
CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT) STRICT;
