-- In a STRICT table ANY keeps a text of digits a text; without STRICT it is NUMERIC.
CREATE TABLE t (id INTEGER PRIMARY KEY, v ANY) STRICT;
