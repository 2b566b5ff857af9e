CREATE TABLE t (id INTEGER PRIMARY KEY, price DECIMAL(12, 2), kind TEXT CHECK (kind IN ('a', 'b', 'c')), note TEXT DEFAULT '(', low TEXT AS (coalesce(note, kind)));
CREATE TABLE u (id INTEGER PRIMARY KEY, a VARCHAR(9), b TEXT);
