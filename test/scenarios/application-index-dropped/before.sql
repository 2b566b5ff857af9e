-- An index that calls a function of the application is dropped like any other.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
CREATE INDEX tune_sort ON tune (lower(title));
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'lower(', 'title_sort('), 'NOCASE', 'unicase');
PRAGMA writable_schema = RESET;
