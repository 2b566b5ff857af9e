--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:ed0c252b21dfe2f1b9dda584fc8a87f380eb679260a007a8c7c75c5bee79bfc8
--@ target fp1:fc3e306418cc62b1dda0ad5eeb52c27dd6436afccd5739a59fc5eea01599127d
-- 2 added, 2 changed, 1 rebuilt, 1 dropped

--@ session foreign-keys deferred
--@ transaction

--@ step create-table later
CREATE TABLE later (id INTEGER PRIMARY KEY);

--@ step defer-keys p (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create p (PRIMARY KEY changes; UNIQUE (code) is dropped; UNIQUE (id) is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_p" (id INTEGER NOT NULL UNIQUE, code TEXT PRIMARY KEY NOT NULL);

--@ step rebuild-copy p
INSERT OR ABORT INTO "__trueup_p" (rowid, "id", "code")
SELECT "p".rowid, "p"."id", "p"."code"
FROM "p" ORDER BY "p".rowid;

--@ check rebuild-rows p expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "p") - (SELECT count(*) FROM "__trueup_p"))
 + (SELECT count(*) FROM "p" AS "old" LEFT JOIN "__trueup_p" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY);

--@ step reference-index c (finds the rows that refer to p)
CREATE INDEX "__trueup_ref_1" ON "c" ("p");

--@ step rebuild-drop p
DROP TABLE "p";

--@ step drop-reference-index c
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename p
ALTER TABLE "__trueup_p" RENAME TO "p";

--@ step settle-keys p (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table c
--= CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT REFERENCES p (code))
--@ before table d
--= CREATE TABLE d (id INTEGER PRIMARY KEY, later INTEGER REFERENCES later (id))
--@ before table p
--= CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE NOT NULL)
--@ seal sha256:b6b2c6263374fbe9c8476b7060c3bf4aca0b4ba2fc7e0ae15670e4fb9b45d06b
