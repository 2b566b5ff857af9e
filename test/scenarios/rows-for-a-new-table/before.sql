-- A new table gets its rows in the plan that creates it, and a new column of an old one its values.
CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
