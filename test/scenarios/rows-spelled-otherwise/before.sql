-- A key that differs in case alone is the same row where its column does not tell: it is spelled anew, not doubled.
CREATE TABLE country (code TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE town (id INTEGER PRIMARY KEY, country TEXT REFERENCES country (code));
