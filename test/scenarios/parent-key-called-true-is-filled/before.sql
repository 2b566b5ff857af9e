-- Orphans were looked for under `True`, read as a constant, and in a type other than the one the filled key gets.
CREATE TABLE answer (id INTEGER PRIMARY KEY, `True` TEXT UNIQUE, [false] TEXT COLLATE NOCASE UNIQUE);
CREATE TABLE given ("true", "false" TEXT);
