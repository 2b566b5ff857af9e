-- Tools write parentheses around expressions as they please. A CHECK with an extra pair was treated as a different CHECK.
CREATE TABLE tune (
  id INTEGER PRIMARY KEY, length INTEGER DEFAULT ((60 * 2)) CHECK ((length > 0)), title TEXT DEFAULT ('')
    CONSTRAINT titled CHECK (((title <> '') OR (title IS NULL))), half AS ((length / 2)), CHECK (((length < 9000)))
);
CREATE INDEX tune_half ON tune ((length / 2), (title) COLLATE NOCASE) WHERE ((length > 5));
