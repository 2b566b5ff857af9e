--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:6f026434cd9fb27d407ff44155706d354f2cff5591174f2eaafa0c2a6d8153d7
--@ target fp1:cea0a2763e355e0c46fd568b737e71d8186b4255048e33468b9ef511d6905b45
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check convert reading.id expect = 0 (each value says the same in the new type)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."id") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."id" AS INTEGER) AS REAL) = "reading"."id" AND abs("reading"."id") < 9007199254740993 WHEN 'text' THEN CAST(CAST("reading"."id" AS INTEGER) AS TEXT) = "reading"."id" ELSE 0 END;

--@ check convert reading.at expect = 0 (each value says the same in the new type)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."at") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."at" AS TEXT) AS REAL) = "reading"."at" ELSE 0 END;

--@ check convert reading.value expect = 0 (each value says the same in the new type)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."value") WHEN 'null' THEN 1 WHEN 'real' THEN 1 WHEN 'integer' THEN CAST(CAST("reading"."value" AS REAL) AS INTEGER) = "reading"."value" WHEN 'text' THEN (CAST(CAST("reading"."value" AS NUMERIC) AS TEXT) = "reading"."value" AND typeof(CAST("reading"."value" AS NUMERIC)) <> 'text') OR CAST(CAST("reading"."value" AS REAL) AS TEXT) = "reading"."value" ELSE 0 END;

--@ check convert reading.raw expect = 0 (each value says the same in the new type)
SELECT count(*) FROM "reading" WHERE NOT CASE typeof("reading"."raw") WHEN 'null' THEN 1 WHEN 'blob' THEN 1 ELSE 0 END;

--@ step rebuild-create reading (STRICT is added)
CREATE TABLE "__trueup_reading" (id INTEGER PRIMARY KEY, at TEXT, value REAL, raw BLOB) STRICT;

--@ step rebuild-copy reading
INSERT OR ABORT INTO "__trueup_reading" ("id", "at", "value", "raw")
SELECT "reading"."id", "reading"."at", "reading"."value", "reading"."raw"
FROM "reading" ORDER BY "reading".rowid;

--@ check rebuild-rows reading expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "reading") - (SELECT count(*) FROM "__trueup_reading"))
 + (SELECT count(*) FROM "reading" AS "old" LEFT JOIN "__trueup_reading" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR (typeof("old"."id") = typeof("new"."id") AND "old"."id" IS NOT "new"."id" COLLATE BINARY)
  OR (typeof("old"."at") = typeof("new"."at") AND "old"."at" IS NOT "new"."at" COLLATE BINARY)
  OR (typeof("old"."value") = typeof("new"."value") AND "old"."value" IS NOT "new"."value" COLLATE BINARY)
  OR (typeof("old"."raw") = typeof("new"."raw") AND "old"."raw" IS NOT "new"."raw" COLLATE BINARY));

--@ step rebuild-drop reading
DROP TABLE "reading";

--@ step rebuild-rename reading
ALTER TABLE "__trueup_reading" RENAME TO "reading";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, at TEXT, value REAL, raw BLOB)
--@ seal sha256:69f9abf11c90776ad865c1a2c7e9854f5bd9f0bb5110679448a23b4ac24fee6f
