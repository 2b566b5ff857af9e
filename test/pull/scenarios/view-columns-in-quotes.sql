-- SQLite takes names in single quotes in the list of a view's columns.
CREATE TABLE t (a TEXT, b TEXT);
CREATE VIEW v ('a b', "c", [d], `e`) AS SELECT a, 'b', b, a FROM t;
