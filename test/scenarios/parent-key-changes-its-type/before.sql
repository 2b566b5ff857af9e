-- The key becomes TEXT and the REAL references compare as '1.0', which no longer equals '1'.
CREATE TABLE genre (id INTEGER PRIMARY KEY);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre REAL REFERENCES genre (id));
