-- A small application: tables that belong together, a join table, indexes, a view and triggers.
CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE UNIQUE, name TEXT NOT NULL, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE playlist (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE, title TEXT NOT NULL, public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)));
CREATE TABLE track (id INTEGER PRIMARY KEY, title TEXT NOT NULL, seconds INTEGER NOT NULL CHECK (seconds > 0));
CREATE TABLE playlist_track (
  playlist_id INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
  track_id INTEGER NOT NULL REFERENCES track (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (playlist_id, position),
  UNIQUE (playlist_id, track_id)
) WITHOUT ROWID;
CREATE INDEX playlist_owner ON playlist (owner);
CREATE INDEX playlist_track_track ON playlist_track (track_id);
CREATE VIEW playlist_length AS
  SELECT playlist.id, playlist.title, count(*) AS tracks, sum(track.seconds) AS seconds
  FROM playlist
    JOIN playlist_track ON playlist_track.playlist_id = playlist.id
    JOIN track ON track.id = playlist_track.track_id
  GROUP BY playlist.id;
CREATE TRIGGER playlist_touch AFTER UPDATE OF title ON playlist WHEN new.title = '' BEGIN SELECT RAISE(ABORT, 'a playlist needs a title'); END;
