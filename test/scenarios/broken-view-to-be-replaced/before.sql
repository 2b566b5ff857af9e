-- To replace what does not work is asked about, like any drop, and says why it does not work.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE gone (x);
CREATE VIEW listed AS SELECT x FROM gone;
DROP TABLE gone;
