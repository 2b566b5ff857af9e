-- Views where a name could mean a table, an alias, a column or a CTE.
CREATE TABLE a (a TEXT, b TEXT);
CREATE TABLE b (a TEXT, b TEXT);
CREATE VIEW v1 AS SELECT b.a, a.b FROM a AS b, b AS a;
CREATE VIEW v2 AS WITH a AS (SELECT 1 AS a) SELECT a.a FROM a;
CREATE VIEW v3 AS SELECT a FROM a;
CREATE VIEW v4 AS SELECT a.a AS b, (SELECT max(b.b) FROM b WHERE b.a = a.a) AS c FROM a;
CREATE VIEW v5 AS SELECT main.a.a FROM main.a;
CREATE VIEW v6 AS SELECT 'a.a', "a"."a", [a].[b], `a`.`b` FROM "a";
