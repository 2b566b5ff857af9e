CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT, CHECK (title_sort(title) <> ''));
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT COLLATE unicase, plain TEXT AS (title_sort(name)), born TEXT);
CREATE INDEX tune_sort ON tune (title_sort(title)) WHERE title_sort(title) <> '';
CREATE INDEX author_name ON author (born COLLATE unicase);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, more TEXT);
