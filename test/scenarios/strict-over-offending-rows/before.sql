-- STRICT would refuse a word and a fraction in an INTEGER column: the plan names the rows.
CREATE TABLE reading (id INTEGER PRIMARY KEY, at TEXT, value INTEGER);
