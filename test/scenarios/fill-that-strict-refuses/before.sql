-- The fill of a new column of a STRICT table has to have its type: only apply noticed that it did not.
CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT) STRICT;
