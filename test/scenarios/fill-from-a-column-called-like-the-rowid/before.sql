-- A fill reads a column of another table by its new name. Where SQLite cannot rename that column, because it is called
-- like the rowid, a rebuild does it later in the plan, which failed its proof.
CREATE TABLE note (id INTEGER PRIMARY KEY, person TEXT);
CREATE TABLE player (oid TEXT, nick TEXT);
