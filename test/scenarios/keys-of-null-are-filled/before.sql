-- A fill for rows that hold NULL in what becomes the key was asked for, and then called one without effect.
CREATE TABLE said (id INTEGER, text TEXT);
CREATE TABLE place (code TEXT PRIMARY KEY, town TEXT);
