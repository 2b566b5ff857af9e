-- A full-text index over a view that has no rowid finds nothing, but SQLite creates it. What pull writes has to be
-- creatable in an empty database.
CREATE TABLE other (id INTEGER PRIMARY KEY);
