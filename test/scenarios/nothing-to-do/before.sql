-- The database is as declared: the plan is empty.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
