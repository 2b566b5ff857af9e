-- A full-text index over a view that has no rowid finds nothing, but SQLite creates it: the result of pull has to be creatable in an empty database.
CREATE TABLE other (id INTEGER PRIMARY KEY);
