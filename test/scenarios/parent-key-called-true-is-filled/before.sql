-- Orphans were searched for with `True` read as a constant, and with the type that the key had before the fill.
CREATE TABLE answer (id INTEGER PRIMARY KEY, `True` TEXT UNIQUE, [false] TEXT COLLATE NOCASE UNIQUE);
CREATE TABLE given ("true", "false" TEXT);
