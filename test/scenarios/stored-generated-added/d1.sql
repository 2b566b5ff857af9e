--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:6459a71e3eb9c6fae60b893f65d7c971002d8968ec835de9338c2e4bd9727eef
--@ target fp1:24596db368d9d7645abab4c68c61a32c65bd7ecdcf439ee85153cc36d5ce3d35
-- 3 added, 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create box (area is generated and stored; edge is generated and stored; area is generated, and its definition changes; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_box" (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER AS (w * h * 10) STORED, edge INTEGER AS (2 * (w + h)) STORED, tall INTEGER AS (h > w) VIRTUAL);

--@ step rebuild-copy box
INSERT OR ABORT INTO "__trueup_box" ("id", "w", "h")
SELECT "box"."id", "box"."w", "box"."h"
FROM "box" ORDER BY "box".rowid;

--@ check rebuild-rows box expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "box") - (SELECT count(*) FROM "__trueup_box"))
 + (SELECT count(*) FROM "box" AS "old" LEFT JOIN "__trueup_box" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."w" IS NOT "new"."w" COLLATE BINARY
  OR "old"."h" IS NOT "new"."h" COLLATE BINARY);

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
--@ seal sha256:3ab3f86b43671bb1a46b201f4b91e273ea654f3fcc21ed39b83435dc925cd008
