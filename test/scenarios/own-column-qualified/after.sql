CREATE TABLE tune (id INTEGER PRIMARY KEY, length INTEGER, CHECK (length > 0), CONSTRAINT short CHECK ("length" < 100));
CREATE INDEX long_tune ON tune (length) WHERE length > 10 AND id IS NOT NULL;
