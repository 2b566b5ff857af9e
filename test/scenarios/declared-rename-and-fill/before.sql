-- A schema.ts says itself what was renamed and what rows get; a folder with one was skipped without a word.
CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT NOT NULL, speed INTEGER);
CREATE INDEX song_by_name ON song (name);
