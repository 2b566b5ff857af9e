--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:bb0f212d6c7b585efcdd6cb2b25f35104ef5e69a94281069d100364077bcbebb
--@ target fp1:aa350f8ba538505dc31d50774e34a2b4f77468ac20206bb81db5550f1f2b29fe
-- 3 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert reading expect = 0 (every value converts without loss)
SELECT count(*) FROM "reading"
  WHERE NOT CASE typeof("reading"."shown") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."shown" AS TEXT) AS REAL) = "reading"."shown" ELSE 0 END
  OR NOT CASE typeof("reading"."counted") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN 1 WHEN 'text' THEN (CAST(CAST("reading"."counted" AS NUMERIC) AS TEXT) = "reading"."counted" AND typeof(CAST("reading"."counted" AS NUMERIC)) <> 'text') ELSE 0 END;

--@ step rebuild-create reading (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_reading" (id INTEGER PRIMARY KEY, shown TEXT, kept BLOB, counted NUMERIC);

--@ step rebuild-copy reading
INSERT OR ABORT INTO "__trueup_reading" ("id", "shown", "kept", "counted")
SELECT "reading"."id", "reading"."shown", "reading"."kept", "reading"."counted"
FROM "reading" ORDER BY "reading".rowid;

--@ check rebuild-rows reading expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "reading") - (SELECT count(*) FROM "__trueup_reading"))
 + (SELECT count(*) FROM "reading" AS "old" LEFT JOIN "__trueup_reading" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."shown") = typeof("new"."shown") AND "old"."shown" IS NOT "new"."shown" COLLATE BINARY)
  OR (typeof("old"."kept") = typeof("new"."kept") AND "old"."kept" IS NOT "new"."kept" COLLATE BINARY)
  OR (typeof("old"."counted") = typeof("new"."counted") AND "old"."counted" IS NOT "new"."counted" COLLATE BINARY));

--@ step rebuild-drop reading
DROP TABLE "reading";

--@ step rebuild-rename reading
ALTER TABLE "__trueup_reading" RENAME TO "reading";

--@ step create-index reading_shown
CREATE INDEX reading_shown ON reading (shown, kept);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, shown REAL, kept REAL, counted REAL)
--@ before index reading_shown
--= CREATE INDEX reading_shown ON reading (shown, kept)
--@ seal sha256:d0610d0bb621ee04d86ee2879049d7e28ed4173dd1fda8dcabff2e10bb777df2
