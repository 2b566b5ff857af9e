CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE play (id INTEGER PRIMARY KEY, tune INTEGER UNIQUE, called TEXT);
CREATE VIEW loud AS SELECT tune.id, tune.title || '!' AS title FROM tune JOIN play ON play.tune = tune.id;
