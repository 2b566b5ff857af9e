--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:bf5e65d16919e6fa1e8c6389486a93e72c8e93757b37245787f07e9d58d343f0
--@ target fp1:26d2163af336acf214650f8af336ad1e6b54fa6892c816fddd9631f67dd908ff
-- 4 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert event expect = 0 (every value converts without loss)
SELECT count(*) FROM "event"
  WHERE typeof("event"."data") = 'text' AND "event"."data" = CAST("event"."data" AS NUMERIC) AND NOT (CAST(CAST("event"."data" AS NUMERIC) AS TEXT) = "event"."data" AND typeof(CAST("event"."data" AS NUMERIC)) <> 'text')
  OR typeof("event"."tag") = 'text' AND "event"."tag" = CAST("event"."tag" AS NUMERIC) AND NOT (CAST(CAST("event"."tag" AS NUMERIC) AS TEXT) = "event"."tag" AND typeof(CAST("event"."tag" AS NUMERIC)) <> 'text')
  OR typeof("event"."at") = 'text' AND "event"."at" = CAST("event"."at" AS NUMERIC) AND NOT (CAST(CAST("event"."at" AS NUMERIC) AS TEXT) = "event"."at" AND typeof(CAST("event"."at" AS NUMERIC)) <> 'text')
  OR typeof("event"."key") = 'text' AND "event"."key" = CAST("event"."key" AS NUMERIC) AND NOT (CAST(CAST("event"."key" AS NUMERIC) AS TEXT) = "event"."key" AND typeof(CAST("event"."key" AS NUMERIC)) <> 'text');

--@ step rebuild-create event (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_event" (id INTEGER PRIMARY KEY, data JSONB, tag JSON, at DATETIME, key UUID);

--@ step rebuild-copy event
INSERT OR ABORT INTO "__trueup_event" ("id", "data", "tag", "at", "key")
SELECT "event"."id", "event"."data", "event"."tag", "event"."at", "event"."key"
FROM "event" ORDER BY "event".rowid;

--@ check rebuild-rows event expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "event") - (SELECT count(*) FROM "__trueup_event"))
 + (SELECT count(*) FROM "event" AS "old" LEFT JOIN "__trueup_event" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."data") = typeof("new"."data") AND "old"."data" IS NOT "new"."data" COLLATE BINARY)
  OR (typeof("old"."tag") = typeof("new"."tag") AND "old"."tag" IS NOT "new"."tag" COLLATE BINARY)
  OR (typeof("old"."at") = typeof("new"."at") AND "old"."at" IS NOT "new"."at" COLLATE BINARY)
  OR (typeof("old"."key") = typeof("new"."key") AND "old"."key" IS NOT "new"."key" COLLATE BINARY));

--@ step rebuild-drop event
DROP TABLE "event";

--@ step rebuild-rename event
ALTER TABLE "__trueup_event" RENAME TO "event";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table event
--= CREATE TABLE event (id INTEGER PRIMARY KEY, data TEXT, tag TEXT, at TEXT, key TEXT)
--@ seal sha256:d672286d648d011cf8e5214ac1ae748e5b396cc51b9374e85a040702c8cdcc6b
