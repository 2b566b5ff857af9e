--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:bf5e65d16919e6fa1e8c6389486a93e72c8e93757b37245787f07e9d58d343f0
--@ target fp1:26d2163af336acf214650f8af336ad1e6b54fa6892c816fddd9631f67dd908ff
-- 5 changed

--@ session foreign-keys off
--@ transaction

--@ check convert event expect = 0 (every value converts without loss)
SELECT count(*) FROM "event"
  WHERE typeof("event"."data") = 'text' AND "event"."data" = CAST("event"."data" AS NUMERIC) AND NOT (CAST(CAST("event"."data" AS NUMERIC) AS TEXT) = "event"."data" AND typeof(CAST("event"."data" AS NUMERIC)) <> 'text')
  OR typeof("event"."tag") = 'text' AND "event"."tag" = CAST("event"."tag" AS NUMERIC) AND NOT (CAST(CAST("event"."tag" AS NUMERIC) AS TEXT) = "event"."tag" AND typeof(CAST("event"."tag" AS NUMERIC)) <> 'text')
  OR typeof("event"."at") = 'text' AND "event"."at" = CAST("event"."at" AS NUMERIC) AND NOT (CAST(CAST("event"."at" AS NUMERIC) AS TEXT) = "event"."at" AND typeof(CAST("event"."at" AS NUMERIC)) <> 'text')
  OR typeof("event"."key") = 'text' AND "event"."key" = CAST("event"."key" AS NUMERIC) AND NOT (CAST(CAST("event"."key" AS NUMERIC) AS TEXT) = "event"."key" AND typeof(CAST("event"."key" AS NUMERIC)) <> 'text');

--@ step alter-column event.data
ALTER TABLE "event" ALTER COLUMN "data" TO "data" JSONB;

--@ step alter-column event.tag
ALTER TABLE "event" ALTER COLUMN "tag" TO "tag" JSON;

--@ step alter-column event.at
ALTER TABLE "event" ALTER COLUMN "at" TO "at" DATETIME;

--@ step alter-column event.key
ALTER TABLE "event" ALTER COLUMN "key" TO "key" UUID;

--@ step convert event (stores each value in the new type)
UPDATE OR ABORT "event" SET "data" = "event"."data", "tag" = "event"."tag", "at" = "event"."at", "key" = "event"."key";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table event
--= CREATE TABLE event (id INTEGER PRIMARY KEY, data TEXT, tag TEXT, at TEXT, key TEXT)
--@ seal sha256:caeae5fd41e05de2667d7c18a0be3bc7573339cac8174f53d5da45c1277e4516
