-- A collation that another program defined.
CREATE TABLE name (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'unicode_ci') WHERE name = 'name';
PRAGMA writable_schema = RESET;
