--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:f74c650dc60d6d07373b7cecce46081a8130a16c0ade4cffe844dde8e22f64b3
--@ target fp1:8dcff3a3403374792232a71dc36a185775b1027dd4cd40afa5ccb09b3c1d1233
-- 1 added, 2 changed

--@ session foreign-keys off
--@ transaction

--@ check convert reading.value expect = 0 (every value converts without loss)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."value") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."value" AS INTEGER) AS REAL) = "reading"."value" AND abs("reading"."value") < 9007199254740993 WHEN 'text' THEN CAST(CAST("reading"."value" AS INTEGER) AS TEXT) = "reading"."value" ELSE 0 END;

--@ check check reading expect = 0
SELECT count(*) FROM (SELECT "reading"."rowid" AS "rowid", "reading"."id" AS "id", CAST("reading"."value" AS INTEGER) AS "value" FROM (SELECT "reading"."rowid" AS "rowid", "reading"."id" AS "id", "reading"."value" AS "value" FROM "reading") AS "reading") AS "reading" WHERE NOT (value < 50);

--@ step alter-column reading.value
ALTER TABLE "reading" ALTER COLUMN "value" TO "value" INTEGER CHECK (value < 50);

--@ step convert reading.value (stores each value in the new type)
UPDATE OR ABORT "reading" SET "value" = "reading"."value";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT)
--@ seal sha256:7f9796b2e352ca21f78691b235990c724c977bc912d97d4682455eec0b80d082
