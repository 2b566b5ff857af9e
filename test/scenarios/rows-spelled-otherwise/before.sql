-- A key that differs only in case is the same row if its column ignores case: its spelling changes, and no second row appears.
CREATE TABLE country (code TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE town (id INTEGER PRIMARY KEY, country TEXT REFERENCES country (code));
