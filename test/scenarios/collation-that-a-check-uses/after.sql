CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('reel', 'jig')));
