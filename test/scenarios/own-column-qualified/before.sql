-- A column qualified with its own table is the same column: a plan used to rebuild the table and the index.
CREATE TABLE tune (id INTEGER PRIMARY KEY, length INTEGER, CHECK ("tune"."length" > 0), CONSTRAINT short CHECK (main.tune.length < 100));
CREATE INDEX long_tune ON tune (length) WHERE "tune"."length" > 10 AND tune.id IS NOT NULL;
