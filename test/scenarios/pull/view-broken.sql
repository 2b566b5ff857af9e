-- A view on a table that is gone, and a trigger that writes to one.
CREATE TABLE t (a);
CREATE TABLE gone (b);
CREATE VIEW broken AS SELECT b FROM gone;
CREATE TRIGGER broken_too AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (new.a); END;
DROP TABLE gone;
