--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:e0a4ba0bceb6743e86a000130daf07de065f0fd67c44ecedfeff92a173356f64
--@ target fp1:d1d2809f39a6642ddec9f04072b818f0ba6f687746edc9017d40a9447a62ab6a
--@ approve keep-unconverted performer.height rows<=2
--@ approve keep-unconverted performer.photo rows<=2
--@ approve keep-unconverted performer.weight rows<=2
-- 3 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert performer.height expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."height") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."height" AS INTEGER) AS REAL) = "performer"."height" AND abs("performer"."height") < 9007199254740993 WHEN 'text' THEN CAST(CAST("performer"."height" AS INTEGER) AS TEXT) = "performer"."height" ELSE 0 END;

--@ check convert performer.weight expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."weight") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."weight" AS INTEGER) AS REAL) = "performer"."weight" AND abs("performer"."weight") < 9007199254740993 WHEN 'text' THEN CAST(CAST("performer"."weight" AS INTEGER) AS TEXT) = "performer"."weight" ELSE 0 END;

--@ check convert performer.photo expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."photo") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."photo" AS TEXT) AS REAL) = "performer"."photo" ELSE 0 END;

--@ check convert performer expect = 0 (every value converts without loss)
SELECT count(*) FROM "performer"
  WHERE typeof("performer"."height") = 'text' AND "performer"."height" = CAST("performer"."height" AS NUMERIC) AND NOT (CAST(CAST("performer"."height" AS NUMERIC) AS TEXT) = "performer"."height" AND typeof(CAST("performer"."height" AS NUMERIC)) <> 'text')
  OR typeof("performer"."weight") = 'text' AND "performer"."weight" = CAST("performer"."weight" AS NUMERIC) AND NOT (CAST(CAST("performer"."weight" AS NUMERIC) AS TEXT) = "performer"."weight" AND typeof(CAST("performer"."weight" AS NUMERIC)) <> 'text')
  OR typeof("performer"."photo") = 'real' AND NOT (CAST(CAST("performer"."photo" AS TEXT) AS REAL) = "performer"."photo");

--@ step rebuild-create performer (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_performer" (id INTEGER PRIMARY KEY, height INT, weight INT, photo TEXT);

--@ step rebuild-copy performer
INSERT OR ABORT INTO "__trueup_performer" ("id", "height", "weight", "photo")
SELECT "performer"."id", "performer"."height", "performer"."weight", "performer"."photo"
FROM "performer" ORDER BY "performer".rowid;

--@ check rebuild-rows performer expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "performer") - (SELECT count(*) FROM "__trueup_performer"))
 + (SELECT count(*) FROM "performer" AS "old" LEFT JOIN "__trueup_performer" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."height") = typeof("new"."height") AND "old"."height" IS NOT "new"."height" COLLATE BINARY)
  OR (typeof("old"."weight") = typeof("new"."weight") AND "old"."weight" IS NOT "new"."weight" COLLATE BINARY)
  OR (typeof("old"."photo") = typeof("new"."photo") AND "old"."photo" IS NOT "new"."photo" COLLATE BINARY));

--@ step rebuild-drop performer
DROP TABLE "performer";

--@ step rebuild-rename performer
ALTER TABLE "__trueup_performer" RENAME TO "performer";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table performer
--= CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT, weight REAL, photo BLOB)
--@ seal sha256:71ce9060e1a4cff9a6988f032a145b61ba42b70cde06a2082d09245a89dbc5e5
