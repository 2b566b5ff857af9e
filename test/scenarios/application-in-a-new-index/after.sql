CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
CREATE INDEX tune_sort ON tune (title_sort(title));
