-- Views that read other views, several deep, and one with INSTEAD OF triggers on the top.
CREATE TABLE base (id INTEGER PRIMARY KEY, v TEXT);
CREATE VIEW c3 AS SELECT id, v FROM base;
CREATE VIEW b2 AS SELECT id, upper(v) AS v FROM c3;
CREATE VIEW a1 AS SELECT id, v || '!' AS v FROM b2 WHERE v IS NOT NULL;
CREATE TRIGGER a1_insert INSTEAD OF INSERT ON a1 BEGIN INSERT INTO base (v) VALUES (new.v); END;
