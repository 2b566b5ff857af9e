-- A fill for rows that hold NULL in the future key was asked for, and then reported as having no effect.
CREATE TABLE said (id INTEGER, text TEXT);
CREATE TABLE place (code TEXT PRIMARY KEY, town TEXT);
