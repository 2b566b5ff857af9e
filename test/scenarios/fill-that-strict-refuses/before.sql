-- A fill must have the type of its column in a STRICT table. Only apply used to notice that it did not.
CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT) STRICT;
