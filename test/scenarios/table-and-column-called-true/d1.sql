--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:f44b3fd713a74fa6b030b16facb74c1913baa577fa61df8fd9142f48939ac587
--@ target fp1:3da7ae00b6eb05b20649a8dfff87f73f4df7629ac81c3d8a4ba9c1b3dbe4bf9a
--@ fill true.plays = FALSE
-- 2 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create true (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_true" ("true" TEXT, kind TEXT, plays INT NOT NULL, CHECK ("__trueup_true"."true" <> ''));

--@ step rebuild-copy true
INSERT OR ABORT INTO "__trueup_true" (rowid, "true", "kind", "plays")
SELECT "true".rowid, "true"."true", "true"."kind", (FALSE)
FROM "true" ORDER BY "true".rowid;

--@ check rebuild-rows true expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "true") - (SELECT count(*) FROM "__trueup_true"))
 + (SELECT count(*) FROM "true" AS "old" LEFT JOIN "__trueup_true" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."true" IS NOT "new"."true" COLLATE BINARY
  OR "old"."kind" IS NOT "new"."kind" COLLATE BINARY);

--@ step rebuild-drop true
DROP TABLE "true";

--@ step rebuild-rename true
ALTER TABLE "__trueup_true" RENAME TO "true";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table true
--= CREATE TABLE "true" ("true" TEXT, kind TEXT)
--@ seal sha256:d20f1b2afcfc235c86b53cb18b5b0d5a6187a6dccd5bc7f5cd5a08f66d795ad4
