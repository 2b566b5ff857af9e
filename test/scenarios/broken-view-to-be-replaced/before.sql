-- Replacing a view that does not work needs an answer, like any drop, and the question says why it does not work.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE gone (x);
CREATE VIEW listed AS SELECT x FROM gone;
DROP TABLE gone;
