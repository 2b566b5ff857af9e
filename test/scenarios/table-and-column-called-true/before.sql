-- SQLite never names a column of a subquery TRUE, so where rows are read such a column gets an alias. The table of that
-- name got the alias as well, and its rows could not be read.
CREATE TABLE "true" ("true" TEXT, kind TEXT);
