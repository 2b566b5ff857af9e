-- Open renames hid each other: what depends on an open rename was also refused for reasons of its own.
CREATE TABLE singer (id INTEGER PRIMARY KEY, name TEXT, voice TEXT);
CREATE TABLE booking (id INTEGER PRIMARY KEY, singer_id INTEGER REFERENCES singer (id), hall TEXT, day TEXT);
