-- The new name differs from a dropped table's only in case; to SQLite they are the same name.
CREATE TABLE tag (id INTEGER, PRIMARY KEY (id));
CREATE TABLE path (way TEXT NOT NULL);
