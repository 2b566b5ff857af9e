CREATE TABLE log (at TEXT, line TEXT, UNIQUE (at, line));
