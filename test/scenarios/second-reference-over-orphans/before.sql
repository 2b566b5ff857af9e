-- A second reference that says the same was not asked about, and every row without its parent was found twice at apply.
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));
