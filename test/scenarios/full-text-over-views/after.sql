CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, key TEXT);
CREATE VIEW titles AS SELECT id, title FROM tune;
CREATE VIEW keys AS SELECT id, key || ' major' AS key FROM tune;
CREATE VIEW both_said AS SELECT id, title AS said FROM titles;
CREATE VIEW new_ones AS SELECT id, title FROM tune WHERE id > 1;
CREATE VIRTUAL TABLE found_title USING fts5 (title, content = 'titles', content_rowid = 'id', prefix = '2');
CREATE VIRTUAL TABLE found_key USING fts5 (key, content = 'keys', content_rowid = 'id');
CREATE VIRTUAL TABLE found_said USING fts5 (said, content = 'both_said', content_rowid = 'id');
CREATE VIRTUAL TABLE found_new USING fts5 (title, content = 'new_ones', content_rowid = 'id');
