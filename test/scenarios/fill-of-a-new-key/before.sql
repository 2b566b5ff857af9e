-- A new INTEGER PRIMARY KEY that a fill gives 1.5: SQLite takes only integers there. The plan used to be sealed.
CREATE TABLE tune (name TEXT);
