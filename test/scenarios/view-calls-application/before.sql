-- A view that calls a function of the application was left out by pull, and could not be declared.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
CREATE VIEW sorted AS SELECT id, title_sort(title) AS s FROM tune ORDER BY title COLLATE unicase;
CREATE VIEW first AS SELECT s FROM sorted;
