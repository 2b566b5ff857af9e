-- CHECKs that list values: words, numbers, a mix, and lists that only look alike.
CREATE TABLE t (
  a TEXT CHECK (a IN ('reel', 'jig', 'hornpipe')),
  b INTEGER CHECK (b IN (1, 2, 3)),
  c TEXT NOT NULL CHECK (c IN ('it''s', 'a "b"', 'c\d', '`e`', '${f}')),
  d TEXT CHECK (d IN ('x', 1)),
  e TEXT CHECK (e IN ('x') AND e <> 'y'),
  f TEXT CHECK (f NOT IN ('x', 'y')),
  g TEXT CHECK ("g" IN ('x', 'y')),
  h TEXT CHECK (a IN ('x', 'y')),
  i REAL CHECK (i IN (0.5, 1.0, -2)),
  j TEXT CHECK (j IN ()),
  k TEXT CONSTRAINT k_known CHECK (k IN ('p', 'q')),
  l BOOLEAN NOT NULL CHECK (l IN (0, 1)),
  m TEXT CHECK (m IN ('a', 'a')),
  n TEXT NOT NULL DEFAULT 'other' CHECK (n IN ('a', 'b')),
  o INTEGER DEFAULT -1 CHECK (o IN (-1, 0, 1)) CHECK (o IN (0, -1))
);
