--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:8430d8d7b630d84f1f29c90360d0159cdada5ce0aba05c3b086e646589bc3939
--@ target fp1:eb40002f8c1d80c0199f5f43b5a1580e909b1183be94e5c0cdd9abcd5830a674
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert reading.value expect = 0 (every value converts without loss)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."value") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."value" AS INTEGER) AS REAL) = "reading"."value" AND abs("reading"."value") < 9007199254740993 WHEN 'text' THEN CAST(CAST("reading"."value" AS INTEGER) AS TEXT) = "reading"."value" ELSE 0 END;

--@ step rebuild-create reading (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_reading" (id INTEGER PRIMARY KEY, value INTEGER);

--@ step rebuild-copy reading
INSERT OR ABORT INTO "__trueup_reading" ("id", "value")
SELECT "reading"."id", "reading"."value"
FROM "reading" ORDER BY "reading".rowid;

--@ check rebuild-rows reading expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "reading") - (SELECT count(*) FROM "__trueup_reading"))
 + (SELECT count(*) FROM "reading" AS "old" LEFT JOIN "__trueup_reading" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."value") = typeof("new"."value") AND "old"."value" IS NOT "new"."value" COLLATE BINARY));

--@ step rebuild-drop reading
DROP TABLE "reading";

--@ step rebuild-rename reading
ALTER TABLE "__trueup_reading" RENAME TO "reading";

--@ step create-index reading_value
CREATE INDEX reading_value ON reading (value);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT)
--@ before index reading_value
--= CREATE INDEX reading_value ON reading (value)
--@ seal sha256:c50ae3a946ae0e228bfcb5e02f1b0757cb0dd68aee094445236018ad67bd7428
