-- sqlite-vec keeps tables of its own beside a virtual table. SQLite lists them as such only where the extension is loaded:
-- every plan wanted to drop them, and `pull` declared them.
CREATE TABLE memory (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE memory_vec_notes (id INTEGER PRIMARY KEY);
CREATE TABLE "memory_vec_info" (key text primary key, value any);
CREATE TABLE "memory_vec_chunks"(chunk_id INTEGER PRIMARY KEY AUTOINCREMENT,size INTEGER NOT NULL,validity BLOB NOT NULL,rowids BLOB NOT NULL);
CREATE TABLE "memory_vec_rowids"(rowid INTEGER PRIMARY KEY AUTOINCREMENT,id,chunk_id INTEGER,chunk_offset INTEGER);
CREATE TABLE "memory_vec_vector_chunks00"(rowid PRIMARY KEY,vectors BLOB NOT NULL);
CREATE TABLE "memory_vec_metadatachunks00"(rowid PRIMARY KEY, data BLOB NOT NULL);
CREATE TRIGGER forgotten AFTER DELETE ON memory BEGIN DELETE FROM memory_vec WHERE rowid = OLD.id; END;
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema VALUES ('table', 'memory_vec', 'memory_vec', 0, 'CREATE VIRTUAL TABLE memory_vec USING vec0(embedding float[4], kind TEXT)');
PRAGMA writable_schema = RESET;
