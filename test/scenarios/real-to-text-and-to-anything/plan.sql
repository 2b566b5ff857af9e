--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:bb0f212d6c7b585efcdd6cb2b25f35104ef5e69a94281069d100364077bcbebb
--@ target fp1:aa350f8ba538505dc31d50774e34a2b4f77468ac20206bb81db5550f1f2b29fe
-- 4 changed

--@ session foreign-keys off
--@ transaction

--@ check convert reading expect = 0 (every value converts without loss)
SELECT count(*) FROM "reading"
  WHERE NOT CASE typeof("reading"."shown") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("reading"."shown" AS TEXT) AS REAL) = "reading"."shown" ELSE 0 END
  OR NOT CASE typeof("reading"."counted") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN 1 WHEN 'text' THEN (CAST(CAST("reading"."counted" AS NUMERIC) AS TEXT) = "reading"."counted" AND typeof(CAST("reading"."counted" AS NUMERIC)) <> 'text') ELSE 0 END;

--@ step drop-index reading_shown (created again below)
DROP INDEX "reading_shown";

--@ step alter-column reading.shown
ALTER TABLE "reading" ALTER COLUMN "shown" TO "shown" TEXT;

--@ step alter-column reading.kept
ALTER TABLE "reading" ALTER COLUMN "kept" TO "kept" BLOB;

--@ step alter-column reading.counted
ALTER TABLE "reading" ALTER COLUMN "counted" TO "counted" NUMERIC;

--@ step convert reading (stores each value in the new type)
UPDATE OR ABORT "reading" SET "shown" = CASE typeof("reading"."shown") WHEN 'integer' THEN CAST("reading"."shown" AS REAL) ELSE "reading"."shown" END, "kept" = CASE typeof("reading"."kept") WHEN 'integer' THEN CAST("reading"."kept" AS REAL) ELSE "reading"."kept" END, "counted" = "reading"."counted";

--@ step create-index reading_shown
CREATE INDEX reading_shown ON reading (shown, kept);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table reading
--= CREATE TABLE reading (id INTEGER PRIMARY KEY, shown REAL, kept REAL, counted REAL)
--@ before index reading_shown
--= CREATE INDEX reading_shown ON reading (shown, kept)
--@ seal sha256:2aa39693b678b3c08cf92563fdc40daa590c78ddd24860e9115d7eb14ea5e4a3
