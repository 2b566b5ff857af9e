--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:c74b114daad6448cab5ce46b06733984ebe4aa6e6b0ccf931dc4470f2a44ad50
--@ target fp1:eaa710ffc127856343cdafd5a7b8212772d91c5c5b9d4033848e32bd09254543
-- 2 changed, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create gate (PRIMARY KEY changes)
CREATE TABLE "__trueup_gate" (day TEXT, number INTEGER, PRIMARY KEY (day DESC, number)) WITHOUT ROWID;

--@ step rebuild-copy gate
INSERT OR ABORT INTO "__trueup_gate" ("day", "number")
SELECT "gate"."day", "gate"."number"
FROM "gate";

--@ check rebuild-rows gate expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "gate") - (SELECT count(*) FROM "__trueup_gate"))
 + (SELECT count(*) FROM "gate" AS "old" LEFT JOIN "__trueup_gate" AS "new" ON "new"."day" = "old"."day" COLLATE "BINARY" AND "new"."number" = "old"."number" COLLATE "BINARY"
  WHERE "new"."day" IS NULL
  OR "old"."day" IS NOT "new"."day" COLLATE BINARY OR typeof("old"."day") <> typeof("new"."day")
  OR "old"."number" IS NOT "new"."number" COLLATE BINARY OR typeof("old"."number") <> typeof("new"."number"));

--@ step rebuild-drop gate
DROP TABLE "gate";

--@ step rebuild-rename gate
ALTER TABLE "__trueup_gate" RENAME TO "gate";

--@ step rebuild-create seat (PRIMARY KEY changes)
CREATE TABLE "__trueup_seat" (flight TEXT, seat_row INTEGER, letter TEXT, who TEXT, PRIMARY KEY (flight, seat_row, letter));

--@ step rebuild-copy seat
INSERT OR ABORT INTO "__trueup_seat" (rowid, "flight", "seat_row", "letter", "who")
SELECT "seat".rowid, "seat"."flight", "seat"."seat_row", "seat"."letter", "seat"."who"
FROM "seat" ORDER BY "seat".rowid;

--@ check rebuild-rows seat expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "seat") - (SELECT count(*) FROM "__trueup_seat"))
 + (SELECT count(*) FROM "seat" AS "old" LEFT JOIN "__trueup_seat" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."flight" IS NOT "new"."flight" COLLATE BINARY OR typeof("old"."flight") <> typeof("new"."flight")
  OR "old"."seat_row" IS NOT "new"."seat_row" COLLATE BINARY OR typeof("old"."seat_row") <> typeof("new"."seat_row")
  OR "old"."letter" IS NOT "new"."letter" COLLATE BINARY OR typeof("old"."letter") <> typeof("new"."letter")
  OR "old"."who" IS NOT "new"."who" COLLATE BINARY OR typeof("old"."who") <> typeof("new"."who"));

--@ step rebuild-drop seat
DROP TABLE "seat";

--@ step rebuild-rename seat
ALTER TABLE "__trueup_seat" RENAME TO "seat";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table gate
--= CREATE TABLE gate (day TEXT, number INTEGER, PRIMARY KEY (number, day)) WITHOUT ROWID
--@ before table seat
--= CREATE TABLE seat (flight TEXT, seat_row INTEGER, letter TEXT, who TEXT, PRIMARY KEY (letter, flight, seat_row))
--@ seal sha256:d6f178e7e7a2b851d6c0ee22b0b8b80eb283a757c4abb0cc92b26e7dc0227459
