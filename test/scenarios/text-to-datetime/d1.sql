--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:b32a9ea265cb56c4d949dc1bfd5e8123bc56c8756367cc7ff8427dfd6c7dad01
--@ target fp1:8d14e17fa4409df899bdf9fe70674b53f577d74d30b0b3419d6b4de9d3140b07
-- 3 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert concert.fee expect = 0 (every value converts without loss)
SELECT count(*) FROM "concert" WHERE NOT CASE typeof("concert"."fee") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN 1 WHEN 'text' THEN (CAST(CAST("concert"."fee" AS NUMERIC) AS TEXT) = "concert"."fee" AND typeof(CAST("concert"."fee" AS NUMERIC)) <> 'text') ELSE 0 END;

--@ check convert concert expect = 0 (every value converts without loss)
SELECT count(*) FROM "concert"
  WHERE typeof("concert"."day") = 'text' AND "concert"."day" = CAST("concert"."day" AS NUMERIC) AND NOT (CAST(CAST("concert"."day" AS NUMERIC) AS TEXT) = "concert"."day" AND typeof(CAST("concert"."day" AS NUMERIC)) <> 'text')
  OR typeof("concert"."doors") = 'text' AND "concert"."doors" = CAST("concert"."doors" AS NUMERIC) AND NOT (CAST(CAST("concert"."doors" AS NUMERIC) AS TEXT) = "concert"."doors" AND typeof(CAST("concert"."doors" AS NUMERIC)) <> 'text');

--@ step rebuild-create concert (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_concert" (id INTEGER PRIMARY KEY, day DATE, doors DATETIME, fee DECIMAL(9, 2));

--@ step rebuild-copy concert
INSERT OR ABORT INTO "__trueup_concert" ("id", "day", "doors", "fee")
SELECT "concert"."id", "concert"."day", "concert"."doors", "concert"."fee"
FROM "concert" ORDER BY "concert".rowid;

--@ check rebuild-rows concert expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "concert") - (SELECT count(*) FROM "__trueup_concert"))
 + (SELECT count(*) FROM "concert" AS "old" LEFT JOIN "__trueup_concert" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."day") = typeof("new"."day") AND "old"."day" IS NOT "new"."day" COLLATE BINARY)
  OR (typeof("old"."doors") = typeof("new"."doors") AND "old"."doors" IS NOT "new"."doors" COLLATE BINARY)
  OR (typeof("old"."fee") = typeof("new"."fee") AND "old"."fee" IS NOT "new"."fee" COLLATE BINARY));

--@ step rebuild-drop concert
DROP TABLE "concert";

--@ step rebuild-rename concert
ALTER TABLE "__trueup_concert" RENAME TO "concert";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table concert
--= CREATE TABLE concert (id INTEGER PRIMARY KEY, day VARCHAR(20), doors TEXT, fee VARCHAR(9))
--@ seal sha256:0da0597371a4bb17c4ac769d92577b921e01db06f42344ec657bfdb82c054ec4
