CREATE TABLE performer (id INTEGER PRIMARY KEY, name TEXT, voice TEXT);
CREATE TABLE booking (
  id INTEGER PRIMARY KEY,
  singer_id INTEGER REFERENCES performer (id),
  venue TEXT CHECK (venue IS NOT NULL OR day IS NULL),
  day TEXT,
  UNIQUE (singer_id, venue, day)
);
