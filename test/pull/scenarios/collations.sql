-- Collations on columns, the built-in three and the default one said aloud.
CREATE TABLE person (
  name TEXT COLLATE NOCASE NOT NULL,
  nick TEXT COLLATE RTRIM,
  code TEXT COLLATE BINARY,
  email TEXT NOT NULL COLLATE nocase UNIQUE
);
CREATE TABLE tag (name TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;
