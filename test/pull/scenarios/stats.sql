-- What SQLite keeps for itself is nobody's schema.
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
CREATE INDEX t_a ON t (a);
INSERT INTO t (a) VALUES ('x'), ('y');
ANALYZE;
