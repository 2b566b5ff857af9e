CREATE TABLE line (id INTEGER PRIMARY KEY, price INTEGER, total INTEGER AS (price * 2), label TEXT COLLATE NOCASE AS ('no ' || price) STORED, code TEXT);
