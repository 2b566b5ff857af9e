CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
CREATE VIEW sorted AS SELECT id, changed, title_sort(title) AS s FROM tune ORDER BY title COLLATE unicase;
CREATE VIEW first AS SELECT s FROM sorted WHERE s <> now();
