CREATE TABLE entry (code BLOB PRIMARY KEY, child TEXT REFERENCES entry (code));
