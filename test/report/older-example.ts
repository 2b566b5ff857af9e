/** Turns the example schema into a database of some months ago, and puts a few rows into it. */
export const older = `
INSERT INTO genre VALUES ('irish', 'Irish');
INSERT INTO user (id, name, email) VALUES (1, 'Mary Bergin', 'mary@example.org'), (2, 'Kevin Burke', 'kevin@example.org');
INSERT INTO tune (id, title, type, genre) VALUES (1, 'The Silver Spear', 'reel', 'irish'), (2, 'Out on the Ocean', 'jig', 'irish');

DROP INDEX user_by_instrument;
ALTER TABLE user DROP COLUMN instrument;
ALTER TABLE user RENAME COLUMN name TO full_name;

DROP TABLE note;
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES user (id),
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  body TEXT,
  added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX note_by_user ON note (user, tune);
INSERT INTO note (user, tune, body) VALUES (1, 1, 'slower in the second part'), (1, 2, NULL), (2, 1, 'in A');

DROP INDEX tune_by_genre;

CREATE TABLE legacy_session (token TEXT PRIMARY KEY, user INTEGER REFERENCES user (id), data BLOB);
INSERT INTO legacy_session VALUES ('a1', 1, x'00'), ('b2', 2, x'01'), ('c3', NULL, NULL);
`;
