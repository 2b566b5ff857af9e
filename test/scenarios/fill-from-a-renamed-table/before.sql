-- A fill names tables and columns as they are called after the renames. Where it reads another table that is renamed, or
-- whose column is, the question to the live rows used to fail with "no such column", and no other name worked.
CREATE TABLE person (id INTEGER PRIMARY KEY, nick TEXT);
CREATE TABLE note (id INTEGER PRIMARY KEY, person INTEGER, above INTEGER);
