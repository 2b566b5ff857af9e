-- Keys that sort downwards, and keys with a collation of their own.
CREATE TABLE event (at TEXT NOT NULL, seq INTEGER NOT NULL, note TEXT, PRIMARY KEY (at DESC, seq));
CREATE TABLE alias (name TEXT, lang TEXT, PRIMARY KEY (name COLLATE NOCASE, lang DESC)) WITHOUT ROWID;
CREATE TABLE code (a TEXT, b TEXT, UNIQUE (a COLLATE RTRIM DESC, b));
CREATE TABLE single (name TEXT PRIMARY KEY DESC);
