-- Views that were created before what they read, or whose names sort before it.
CREATE TABLE z (a);
CREATE VIEW b AS SELECT a FROM z;
CREATE VIEW a AS SELECT a FROM b;
DROP VIEW b;
CREATE VIEW b AS SELECT a FROM z;
