-- A full-text index over a view that has no rowid finds nothing, but SQLite creates it: what pull wrote is created in an empty database.
CREATE TABLE other (id INTEGER PRIMARY KEY);
