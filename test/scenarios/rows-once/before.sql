-- Rows that are inserted once: what happens to them afterwards is the users' business, and a value may be different each time.
CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT, since TEXT NOT NULL) WITHOUT ROWID;
