-- Two tables of declared rows that refer to each other, one of which also refers to itself: parents come first.
CREATE TABLE team (id INTEGER PRIMARY KEY, head INTEGER REFERENCES person (id), part_of INTEGER REFERENCES team (id) ON DELETE CASCADE);
CREATE TABLE person (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE);
