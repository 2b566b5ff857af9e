CREATE TABLE reading (id INTEGER PRIMARY KEY, shown TEXT, kept BLOB, counted NUMERIC);
CREATE INDEX reading_shown ON reading (shown, kept);
