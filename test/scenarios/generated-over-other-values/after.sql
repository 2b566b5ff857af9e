CREATE TABLE line (id INTEGER PRIMARY KEY, cost INTEGER, total INTEGER AS (cost * 2), label TEXT COLLATE NOCASE AS ('no ' || cost) STORED, code TEXT);
