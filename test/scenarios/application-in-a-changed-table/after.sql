CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT, more TEXT, CHECK (title_sort(title) <> ''));
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT COLLATE unicase, plain TEXT AS (title_sort(name)), born TEXT, died TEXT);
CREATE INDEX tune_sort ON tune (title_sort(title)) WHERE title_sort(title) <> '';
CREATE INDEX author_name ON author (born COLLATE unicase);
