-- CHECKs on columns and on the table, several on one column.
CREATE TABLE booking (
  id INTEGER PRIMARY KEY,
  seats INTEGER NOT NULL CHECK (seats > 0) CHECK (seats < 100),
  state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'gone')),
  kind TEXT CHECK (kind IN ('a')),
  start TEXT NOT NULL,
  stop TEXT NOT NULL,
  CHECK (start < stop),
  CHECK (seats <> 13 OR state = 'open'),
  CHECK (state IN ('open', 'paid', 'gone', 'lost'))
);
