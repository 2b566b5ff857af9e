-- A view that calls a function of another program.
CREATE TABLE t (a TEXT);
CREATE VIEW v AS SELECT my_function(a) AS b FROM t;
CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT my_function(new.a); END;
