-- SQLite gives no column of a subquery the name TRUE, so such a column has another one where rows are read. The table of the
-- same name was renamed with it, and its rows could not be asked.
CREATE TABLE "true" ("true" TEXT, kind TEXT);
