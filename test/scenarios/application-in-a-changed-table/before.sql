-- A table that calls a function of the application gets another column. Nothing has to be computed with that function.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT, CHECK (lower(title) <> ''));
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, plain TEXT AS (lower(name)), born TEXT);
CREATE INDEX tune_sort ON tune (lower(title)) WHERE lower(title) <> '';
CREATE INDEX author_name ON author (born COLLATE NOCASE);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'lower(', 'title_sort('), 'NOCASE', 'unicase');
PRAGMA writable_schema = RESET;
