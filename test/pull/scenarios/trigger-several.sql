-- Two triggers on one event: SQLite runs them in an order of its own.
CREATE TABLE t (a INTEGER);
CREATE TRIGGER z_first AFTER INSERT ON t BEGIN UPDATE t SET a = a + 1; END;
CREATE TRIGGER a_second AFTER INSERT ON t BEGIN UPDATE t SET a = a * 2; END;
