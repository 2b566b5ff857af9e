--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:afc2c2afd0c5dc2974aac0aa79d451844359dfc665739c38d37bad77436e1b91
--@ target fp1:cc0160272ed8431d044b826b54e3ece04a03062d25a826572e3da22037c304f9
--@ fill answer.True = `True` + 0
--@ fill answer.false = CASE WHEN [false] IS NULL THEN 'no' END
-- 2 added, 2 changed, 2 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert answer.True expect = 0 (every value converts without loss)
SELECT count(*) FROM "answer" WHERE NOT CASE typeof(((`True` + 0) COLLATE BINARY)) WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST(((`True` + 0) COLLATE BINARY) AS INTEGER) AS REAL) = ((`True` + 0) COLLATE BINARY) AND abs(((`True` + 0) COLLATE BINARY)) < 9007199254740993 WHEN 'text' THEN CAST(CAST(((`True` + 0) COLLATE BINARY) AS INTEGER) AS TEXT) = ((`True` + 0) COLLATE BINARY) ELSE 0 END;

--@ step rebuild-create answer (True is filled, and changes its type; True is part of a key, and its values change their type; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_answer" (id INTEGER PRIMARY KEY, `True` INTEGER UNIQUE, [false] TEXT COLLATE NOCASE NOT NULL UNIQUE);

--@ step rebuild-copy answer
INSERT OR ABORT INTO "__trueup_answer" ("id", "True", "false")
SELECT "answer"."id", (`True` + 0), coalesce("answer"."false", (CASE WHEN [false] IS NULL THEN 'no' END))
FROM "answer" ORDER BY "answer".rowid;

--@ check rebuild-rows answer expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "answer") - (SELECT count(*) FROM "__trueup_answer"))
 + (SELECT count(*) FROM "answer" AS "old" LEFT JOIN "__trueup_answer" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR ("old"."false" IS NOT NULL AND "old"."false" IS NOT "new"."false" COLLATE BINARY));

--@ step rebuild-drop answer
DROP TABLE "answer";

--@ step rebuild-rename answer
ALTER TABLE "__trueup_answer" RENAME TO "answer";

--@ step defer-keys given (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create given (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_given" ("true" REFERENCES answer (`True`), "false" TEXT REFERENCES answer ([false]));

--@ step rebuild-copy given
INSERT OR ABORT INTO "__trueup_given" (rowid, "true", "false")
SELECT "given".rowid, "given"."true", "given"."false"
FROM "given" ORDER BY "given".rowid;

--@ check rebuild-rows given expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "given") - (SELECT count(*) FROM "__trueup_given"))
 + (SELECT count(*) FROM "given" AS "old" LEFT JOIN "__trueup_given" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."true" IS NOT "new"."true" COLLATE BINARY
  OR "old"."false" IS NOT "new"."false" COLLATE BINARY);

--@ step rebuild-drop given
DROP TABLE "given";

--@ step rebuild-rename given
ALTER TABLE "__trueup_given" RENAME TO "given";

--@ step settle-keys given (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table answer
--= CREATE TABLE answer (id INTEGER PRIMARY KEY, `True` TEXT UNIQUE, [false] TEXT COLLATE NOCASE UNIQUE)
--@ before table given
--= CREATE TABLE given ("true", "false" TEXT)
--@ seal sha256:da83a169d88c829a727eed388cd2ac1ba4b897052ee1c62d89bb20681b235ba1
