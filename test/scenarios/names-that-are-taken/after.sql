CREATE TABLE tune (id INTEGER PRIMARY KEY, b TEXT, a INTEGER, __trueup_a TEXT, UNIQUE (a, b));
CREATE TABLE __trueup_tune (z);
CREATE VIEW "__trueup_tune_" AS SELECT 1 AS x;
CREATE TABLE two (x TEXT);
CREATE TABLE one (y INTEGER);
CREATE TABLE __trueup_one (q);
