-- A table that sqlite-vec keeps was declared: the plan created it, and SQLite refused that during the change.
CREATE TABLE memory (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE "memory_vec_info" (key text primary key, value any);
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema VALUES ('table', 'memory_vec', 'memory_vec', 0, 'CREATE VIRTUAL TABLE memory_vec USING vec0(embedding float[4], kind TEXT)');
PRAGMA writable_schema = RESET;
