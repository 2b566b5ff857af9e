--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:e2853e56dfa3ac673a14decaad958a770ac8ee92c3fab15627a13ea816b0c1ad
--@ target fp1:c763c463580a3c0e7799f9f9e3cdd6c1632ec5535ab4cdb85b879ffab7d0ee84
-- 3 added

--@ session foreign-keys off
--@ transaction

--@ step create-table tune
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);

--@ step create-virtual-table found
CREATE VIRTUAL TABLE found USING fts5 (title, content = 'titles');

--@ step create-view titles
CREATE VIEW titles AS SELECT id, title FROM tune;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ seal sha256:26354030ad8da7a30e9cb5c267499fc7c249a2a5c5a4bf4075ead0635938dba4
