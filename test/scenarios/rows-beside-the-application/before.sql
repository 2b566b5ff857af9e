-- Declared rows are compared in tables that need the application, and written where nothing of it is computed.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL CHECK (lower(name) <> ''));
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL COLLATE NOCASE, sorted TEXT DEFAULT (lower('A')));
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'lower(', 'title_sort('), 'NOCASE', 'unicase');
