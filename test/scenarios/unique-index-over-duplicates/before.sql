-- A new unique index finds a value twice, and the plan says which.
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT);
