-- A composite key whose order is not the order of the columns.
CREATE TABLE seat (
  "row" TEXT NOT NULL,
  hall INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (hall, number, "row")
);
