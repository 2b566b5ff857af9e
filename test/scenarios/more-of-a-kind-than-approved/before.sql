-- The number in an approval for all objects of a kind is a bound: objects created since are not approved.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, key TEXT, tempo INTEGER);
CREATE TABLE player (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX by_title ON tune (title);
CREATE INDEX by_key ON tune (key);
CREATE INDEX by_tempo ON tune (tempo);
CREATE INDEX "by name" ON player (name);
CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN SELECT 1; END;
CREATE TRIGGER tune_gone AFTER DELETE ON tune BEGIN SELECT 1; END;
CREATE VIEW slow AS SELECT title FROM tune WHERE tempo < 80;
