--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:f74c650dc60d6d07373b7cecce46081a8130a16c0ade4cffe844dde8e22f64b3
--@ target fp1:8dcff3a3403374792232a71dc36a185775b1027dd4cd40afa5ccb09b3c1d1233
-- 1 added, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert reading.value expect = 0 (every value converts without loss)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."value") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."value" AS INTEGER) AS REAL) = "reading"."value" AND abs("reading"."value") < 9007199254740993 WHEN 'text' THEN CAST(CAST("reading"."value" AS INTEGER) AS TEXT) = "reading"."value" ELSE 0 END;

--@ step rebuild-create reading (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_reading" (id INTEGER PRIMARY KEY, value INTEGER CHECK (value < 50));

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

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT)
--@ seal sha256:fc5202a5761f4042ce3545570ba7b79fea2c6f0a201ff974b8ebd9d33cae2e90
