--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:8430d8d7b630d84f1f29c90360d0159cdada5ce0aba05c3b086e646589bc3939
--@ target fp1:eb40002f8c1d80c0199f5f43b5a1580e909b1183be94e5c0cdd9abcd5830a674
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ check convert reading.value expect = 0 (every value converts without loss)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."value") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."value" AS INTEGER) AS REAL) = "reading"."value" AND abs("reading"."value") < 9007199254740993 WHEN 'text' THEN CAST(CAST("reading"."value" AS INTEGER) AS TEXT) = "reading"."value" ELSE 0 END;

--@ step drop-index reading_value (created again below)
DROP INDEX "reading_value";

--@ step alter-column reading.value
ALTER TABLE "reading" ALTER COLUMN "value" TO "value" INTEGER;

--@ step convert reading.value (stores each value in the new type)
UPDATE OR ABORT "reading" SET "value" = "reading"."value";

--@ step create-index reading_value
CREATE INDEX reading_value ON reading (value);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT)
--@ before index reading_value
--= CREATE INDEX reading_value ON reading (value)
--@ seal sha256:30a5f1371221862a480cf54a6693c26c99c5377a532f64ea247ed3fcd29f3c8c
