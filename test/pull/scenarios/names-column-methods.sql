-- Columns named like what a table or column of the vocabulary may offer.
CREATE TABLE t (name TEXT, columns TEXT, kind TEXT, table_ TEXT, where_ TEXT, nullable TEXT, primaryKey TEXT, "references" TEXT, "default" TEXT, was TEXT, fill TEXT, _ TEXT, "$inferSelect" TEXT);
CREATE INDEX t_name ON t (name, columns) WHERE kind IS NOT NULL;
CREATE TABLE u (a TEXT REFERENCES t (name), b TEXT REFERENCES t (was), UNIQUE (a, b));
