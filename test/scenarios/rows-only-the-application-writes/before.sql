-- A row that a CHECK of the application would have to judge is refused with the reason. It used to end in a bug report.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL CHECK (lower(name) <> ''));
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'lower(', 'title_sort(');
