-- The schema.ts itself says what was renamed and what existing rows get. A scenario with a schema.ts used to be skipped
-- silently.
CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT NOT NULL, speed INTEGER);
CREATE INDEX song_by_name ON song (name);
