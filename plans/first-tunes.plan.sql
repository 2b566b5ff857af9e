--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
--@ target fp1:35a1167961ec0809fd839424b9e6ec81a9986eac93fa0f996ed204b41e3bd389
-- 33 added

--@ session foreign-keys off
--@ transaction

--@ step create-table genre
CREATE TABLE genre (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;

--@ step create-table instrument
CREATE TABLE instrument (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;

--@ step create-table note
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

--@ step create-table played
CREATE TABLE played (
  user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

--@ step create-table playlist
CREATE TABLE playlist (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(name) > 0),
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (owner, name)
) STRICT;

--@ step create-table playlist_entry
CREATE TABLE playlist_entry (
  playlist INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position > 0),
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  times INTEGER NOT NULL DEFAULT 3,
  UNIQUE (playlist, position)
) STRICT;

--@ step create-table practice
CREATE TABLE practice (
  user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  ease REAL NOT NULL DEFAULT 2.5 CHECK (ease >= 1.3),
  interval_days INTEGER NOT NULL DEFAULT 0,
  repetitions INTEGER NOT NULL DEFAULT 0,
  lapses INTEGER NOT NULL DEFAULT 0,
  due TEXT NOT NULL DEFAULT CURRENT_DATE,
  last_played TEXT,
  paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  PRIMARY KEY (user, tune),
  CHECK (interval_days >= 0 AND repetitions >= 0)
) WITHOUT ROWID, STRICT;

--@ step create-table tag
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;

--@ step create-table tune
CREATE TABLE tune (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) > 0),
  kind TEXT CHECK (kind IN ('reel', 'jig', 'slip jig', 'hornpipe', 'polka', 'waltz', 'air', 'other')),
  genre TEXT REFERENCES genre (id) ON DELETE SET NULL ON UPDATE CASCADE,
  composer TEXT,
  sort_title TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN title LIKE 'The %' THEN substr(title, 5) ELSE title END) VIRTUAL,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  changed TEXT
) STRICT;

--@ step create-table tune_tag
CREATE TABLE tune_tag (
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  tag INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  PRIMARY KEY (tune, tag)
) WITHOUT ROWID, STRICT;

--@ step create-table tune_variant
CREATE TABLE tune_variant (
  id INTEGER PRIMARY KEY,
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  name TEXT NOT NULL DEFAULT 'standard',
  instrument TEXT REFERENCES instrument (id) ON DELETE SET NULL ON UPDATE CASCADE,
  based_on INTEGER REFERENCES tune_variant (id) ON DELETE SET NULL,
  abc TEXT NOT NULL,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (tune, name)
) STRICT;

--@ step create-table user
CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  email TEXT NOT NULL,
  instrument TEXT REFERENCES instrument (id) ON DELETE SET NULL ON UPDATE CASCADE,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

--@ step create-virtual-table tune_search
CREATE VIRTUAL TABLE tune_search USING fts5(title, composer, content=tune, content_rowid=id, tokenize='unicode61 remove_diacritics 2');

--@ step create-index note_by_tune
CREATE INDEX note_by_tune ON note (tune);

--@ step create-index note_by_user
CREATE INDEX note_by_user ON note (user, tune);

--@ step create-index playlist_entry_by_tune
CREATE INDEX playlist_entry_by_tune ON playlist_entry (tune);

--@ step create-index practice_by_due
CREATE INDEX practice_by_due ON practice (user, due) WHERE paused = 0;

--@ step create-index practice_by_tune
CREATE INDEX practice_by_tune ON practice (tune);

--@ step create-index tune_by_genre
CREATE INDEX tune_by_genre ON tune (genre);

--@ step create-index tune_by_sort_title
CREATE INDEX tune_by_sort_title ON tune (sort_title COLLATE NOCASE);

--@ step create-index tune_tag_by_tag
CREATE INDEX tune_tag_by_tag ON tune_tag (tag);

--@ step create-index tune_variant_by_based_on
CREATE INDEX tune_variant_by_based_on ON tune_variant (based_on);

--@ step create-index tune_variant_by_instrument
CREATE INDEX tune_variant_by_instrument ON tune_variant (instrument);

--@ step create-index user_by_email
CREATE UNIQUE INDEX user_by_email ON user (lower(email));

--@ step create-index user_by_instrument
CREATE INDEX user_by_instrument ON user (instrument);

--@ step create-view due_today
CREATE VIEW due_today (user, tune, title, type, due) AS
SELECT practice.user, practice.tune, tune.title, tune.kind, practice.due
FROM practice
JOIN tune ON tune.id = practice.tune
WHERE practice.paused = 0 AND practice.due <= date('now');

--@ step create-view user_tag
CREATE VIEW user_tag (user, tune, tag) AS
SELECT user.id, tune_tag.tune, tag.name
FROM user
JOIN tune_tag
JOIN tag ON tag.id = tune_tag.tag;

--@ step create-view practice_list
CREATE VIEW practice_list (user, tune, title, type, due, tags) AS
SELECT
  due_today.user, due_today.tune, due_today.title, due_today.type, due_today.due,
  group_concat(user_tag.tag, ', ')
FROM due_today
LEFT JOIN user_tag ON user_tag.user = due_today.user AND user_tag.tune = due_today.tune
GROUP BY due_today.user, due_today.tune;

--@ step create-trigger tune_touched
CREATE TRIGGER tune_touched AFTER UPDATE OF title, kind, genre, composer ON tune
BEGIN
  UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE tune.id = new.id;
END;

--@ step create-trigger tune_search_added
CREATE TRIGGER tune_search_added AFTER INSERT ON tune
BEGIN
  INSERT INTO tune_search (rowid, title, composer)
  VALUES (new.id, new.title, new.composer);
END;

--@ step create-trigger tune_search_removed
CREATE TRIGGER tune_search_removed AFTER DELETE ON tune
BEGIN
  INSERT INTO tune_search (tune_search, rowid, title, composer)
  VALUES ('delete', old.id, old.title, old.composer);
END;

--@ step create-trigger tune_search_changed
CREATE TRIGGER tune_search_changed AFTER UPDATE OF id, title, composer ON tune
BEGIN
  INSERT INTO tune_search (tune_search, rowid, title, composer)
  VALUES ('delete', old.id, old.title, old.composer);
  INSERT INTO tune_search (rowid, title, composer)
  VALUES (new.id, new.title, new.composer);
END;

--@ step create-trigger playlist_entry_practised
CREATE TRIGGER playlist_entry_practised AFTER INSERT ON playlist_entry
BEGIN
  INSERT OR IGNORE INTO practice (user, tune)
  SELECT playlist.owner, new.tune
  FROM playlist
  WHERE playlist.id = new.playlist;
END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ seal sha256:7ba0302edb0e277d720d14bd2864e214674142d2e08b6e31d28d26cc65bced4c
