-- A CHECK compares by the collation of its column. 'X' passes under NOCASE and not byte by byte: the plan used to be sealed,
-- and apply failed.
CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT COLLATE NOCASE CHECK (kind IN ('reel', 'jig')));
