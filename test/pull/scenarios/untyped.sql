-- Columns without a type, as SQLite allows, with constraints behind the bare name.
CREATE TABLE note (a, b NOT NULL, c DEFAULT 1, d UNIQUE, e CHECK (e > 0), f COLLATE NOCASE, PRIMARY KEY (a));
