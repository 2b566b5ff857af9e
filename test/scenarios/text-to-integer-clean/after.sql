CREATE TABLE reading (id INTEGER PRIMARY KEY, value INTEGER);
CREATE INDEX reading_value ON reading (value);
