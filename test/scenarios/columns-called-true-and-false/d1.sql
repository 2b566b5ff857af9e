--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:12db9a348625d3f3fb071b03d1639786a8d5e181ea0da7f647e3b56c3209be62
--@ target fp1:f72a7fb9f4532206a47379c1a3708aaa519b4ecf80c1cc308c14c7685f9aa55b
--@ fill answer.FALSE = "\"true\""
-- 3 added, 2 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert answer.true expect = 0 (every value converts without loss)
SELECT count(*) FROM "answer" WHERE NOT CASE typeof("answer"."true") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("answer"."true" AS INTEGER) AS REAL) = "answer"."true" AND abs("answer"."true") < 9007199254740993 WHEN 'text' THEN CAST(CAST("answer"."true" AS INTEGER) AS TEXT) = "answer"."true" ELSE 0 END;

--@ step rebuild-create answer (UNIQUE (true, FALSE) is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_answer" (id INTEGER PRIMARY KEY, "true" INTEGER CHECK ("true" > 0), "FALSE" INTEGER NOT NULL CHECK (false < 10), "null" REAL, UNIQUE ("true", "FALSE"));

--@ step rebuild-copy answer
INSERT OR ABORT INTO "__trueup_answer" ("id", "true", "FALSE", "null")
SELECT "answer"."id", "answer"."true", coalesce("answer"."FALSE", ("true")), "answer"."null"
FROM "answer" ORDER BY "answer".rowid;

--@ check rebuild-rows answer expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "answer") - (SELECT count(*) FROM "__trueup_answer"))
 + (SELECT count(*) FROM "answer" AS "old" LEFT JOIN "__trueup_answer" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."true") = typeof("new"."true") AND "old"."true" IS NOT "new"."true" COLLATE BINARY)
  OR ("old"."FALSE" IS NOT NULL AND "old"."FALSE" IS NOT "new"."FALSE" COLLATE BINARY)
  OR "old"."null" IS NOT "new"."null" COLLATE BINARY);

--@ step rebuild-drop answer
DROP TABLE "answer";

--@ step rebuild-rename answer
ALTER TABLE "__trueup_answer" RENAME TO "answer";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table answer
--= CREATE TABLE answer (id INTEGER PRIMARY KEY, "true" TEXT, "FALSE" INTEGER, "null" REAL)
--@ seal sha256:c38f746661a936d3f75cc0b92e7f2d45b9b70584aba1ef550c6d97bcb9521d89
