-- Open renames hid each other: what depends on an open rename was refused for its own reasons too.
CREATE TABLE singer (id INTEGER PRIMARY KEY, name TEXT, voice TEXT);
CREATE TABLE booking (id INTEGER PRIMARY KEY, singer_id INTEGER REFERENCES singer (id), hall TEXT, day TEXT);
