-- A fill reads a view that is dropped before the rows are filled: it was reported as a bug.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE play (id INTEGER PRIMARY KEY, tune INTEGER);
CREATE VIEW loud AS SELECT tune.id, tune.title || '!' AS title FROM tune JOIN play ON play.tune = tune.id;
