--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:0112f8ba5304181ecbdcef89149c4f80cf13f53cc6486ab75c0b2714c1133367
--@ target fp1:0c2a5b71162b458b26718c60dd7968b6b09a0641993f15aa121bee2b1ce74e33
-- 1 added, 1 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create seat (UNIQUE (id, show) is added)
CREATE TABLE "__trueup_seat" (id INTEGER PRIMARY KEY, show INTEGER, place TEXT, cancelled INTEGER NOT NULL DEFAULT 0, UNIQUE (id, show));

--@ step rebuild-copy seat
INSERT OR ABORT INTO "__trueup_seat" ("id", "show", "place", "cancelled")
SELECT "seat"."id", "seat"."show", "seat"."place", "seat"."cancelled"
FROM "seat" ORDER BY "seat".rowid;

--@ check rebuild-rows seat expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "seat") - (SELECT count(*) FROM "__trueup_seat"))
 + (SELECT count(*) FROM "seat" AS "old" LEFT JOIN "__trueup_seat" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."show" IS NOT "new"."show" COLLATE BINARY OR typeof("old"."show") <> typeof("new"."show")
  OR "old"."place" IS NOT "new"."place" COLLATE BINARY OR typeof("old"."place") <> typeof("new"."place")
  OR "old"."cancelled" IS NOT "new"."cancelled" COLLATE BINARY OR typeof("old"."cancelled") <> typeof("new"."cancelled"));

--@ step rebuild-drop seat
DROP TABLE "seat";

--@ step rebuild-rename seat
ALTER TABLE "__trueup_seat" RENAME TO "seat";

--@ step create-index seat_taken
CREATE UNIQUE INDEX seat_taken ON seat (show, place) WHERE cancelled IN (0);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table seat
--= CREATE TABLE seat (id INTEGER PRIMARY KEY, show INTEGER, place TEXT, cancelled INTEGER NOT NULL DEFAULT 0)
--@ before index seat_taken
--= CREATE UNIQUE INDEX seat_taken ON seat (show, place) WHERE cancelled = 0
--@ seal sha256:432ec91114542632dce741187444c2adc6b2b0e67ecd082900419ed5cf9c0f3d
