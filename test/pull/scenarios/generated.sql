-- Generated columns in both spellings, stored and virtual, on top of each other.
CREATE TABLE box (
  w REAL NOT NULL,
  h REAL NOT NULL,
  area REAL GENERATED ALWAYS AS (w * h) STORED,
  half REAL AS (area / 2),
  label TEXT GENERATED ALWAYS AS (printf('%s × %s', w, h)) VIRTUAL,
  plain AS (w + 1) STORED,
  big INTEGER NOT NULL AS (w > 10) CHECK (big IN (0, 1)),
  upper_label TEXT COLLATE NOCASE AS (upper(label)) VIRTUAL
);
CREATE INDEX box_half ON box (half);
