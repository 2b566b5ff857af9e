-- The same for a virtual table that only the application can open.
CREATE VIRTUAL TABLE notes USING fts5(body);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE notes USING fts5(body, tokenize = ''stems'')' WHERE name = 'notes';
PRAGMA writable_schema = RESET;
