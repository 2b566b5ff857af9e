-- Indexes of every kind: partial, expression, descending, collated, unique.
CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT NOT NULL, artist TEXT COLLATE NOCASE, year INTEGER, gone TEXT);
CREATE INDEX song_title ON song (title);
CREATE UNIQUE INDEX song_once ON song (artist, title);
CREATE INDEX song_newest ON song (year DESC, title ASC);
CREATE INDEX song_nocase ON song (title COLLATE NOCASE DESC);
CREATE INDEX song_binary ON song (artist COLLATE BINARY);
CREATE INDEX song_lower ON song (lower(title));
CREATE INDEX song_mixed ON song (year, lower(title) DESC, substr(artist, 1, 3) COLLATE RTRIM);
CREATE INDEX song_live ON song (title) WHERE gone IS NULL;
CREATE UNIQUE INDEX song_live_once ON song (title) WHERE gone IS NULL AND year > 1990 AND title <> ')';
CREATE INDEX song_sum ON song (year + 1, -year, year || title);
