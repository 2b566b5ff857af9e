-- A schema.ts itself says what was renamed and what rows get; a folder with one was silently skipped.
CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT NOT NULL, speed INTEGER);
CREATE INDEX song_by_name ON song (name);
