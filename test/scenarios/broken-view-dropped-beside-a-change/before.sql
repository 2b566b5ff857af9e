-- What does not compile is left alone unless its drop is approved.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE gone (x);
CREATE VIEW listed AS SELECT x FROM gone;
CREATE VIEW left_alone AS SELECT x FROM gone;
DROP TABLE gone;
