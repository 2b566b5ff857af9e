--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:6459a71e3eb9c6fae60b893f65d7c971002d8968ec835de9338c2e4bd9727eef
--@ target fp1:24596db368d9d7645abab4c68c61a32c65bd7ecdcf439ee85153cc36d5ce3d35
-- 3 added, 1 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create box (area is generated and stored; edge is generated and stored)
CREATE TABLE "__trueup_box" (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER AS (w * h * 10) STORED, edge INTEGER AS (2 * (w + h)) STORED, tall INTEGER AS (h > w) VIRTUAL);

--@ step rebuild-copy box
INSERT OR ABORT INTO "__trueup_box" ("id", "w", "h")
SELECT "box"."id", "box"."w", "box"."h"
FROM "box" ORDER BY "box".rowid;

--@ check rebuild-rows box expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "box") - (SELECT count(*) FROM "__trueup_box"))
 + (SELECT count(*) FROM "box" AS "old" LEFT JOIN "__trueup_box" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."w" IS NOT "new"."w" COLLATE BINARY OR typeof("old"."w") <> typeof("new"."w")
  OR "old"."h" IS NOT "new"."h" COLLATE BINARY OR typeof("old"."h") <> typeof("new"."h"));

--@ step rebuild-drop box
DROP TABLE "box";

--@ step rebuild-rename box
ALTER TABLE "__trueup_box" RENAME TO "box";

--@ step create-index box_tall
CREATE INDEX box_tall ON box (tall);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table box
--= CREATE TABLE box (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER AS (w * h) STORED)
--@ seal sha256:f21d31a1722d8e925781f50c7854f9378b5decd3243363f3085409b5612ca6ce
