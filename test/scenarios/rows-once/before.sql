-- Rows that are inserted once: what became of them since is the users' business, and a value may be another each time.
CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT, since TEXT NOT NULL) WITHOUT ROWID;
