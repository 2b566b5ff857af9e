CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT UNIQUE, twice INTEGER AS (half * 4), size INTEGER AS (length(title)) STORED, half REAL AS (size / 2.0) STORED, CHECK (twice >= size));
