--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:b7e2674d2c7e72aa24eaf7e6603322117789f1231d734b88ad50f39fa76c9e6b
--@ target fp1:4abe6a326a3582a636abd632c4409c252276b871514a33ca517bb765945b8e28
--@ approve drop-table p rows<=0
-- 1 rebuilt, 1 dropped
-- destroys: p

--@ session foreign-keys off
--@ transaction

--@ check drop-table p expect <= 0 (the approved loss)
SELECT count(*) FROM "p";

--@ step rebuild-create c (its reference to p names no column, and another key would be meant)
CREATE TABLE "__trueup_c" (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));

--@ step rebuild-copy c
INSERT OR ABORT INTO "__trueup_c" ("id", "p")
SELECT "c"."id", "c"."p"
FROM "c" ORDER BY "c".rowid;

--@ check rebuild-rows c expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "c") - (SELECT count(*) FROM "__trueup_c"))
 + (SELECT count(*) FROM "c" AS "old" LEFT JOIN "__trueup_c" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY);

--@ step rebuild-drop c
DROP TABLE "c";

--@ step rebuild-rename c
ALTER TABLE "__trueup_c" RENAME TO "c";

--@ step drop-table p
DROP TABLE "p";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table c
--= CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p)
--@ before table p
--= CREATE TABLE p (id INTEGER PRIMARY KEY)
--@ seal sha256:272a0b76123519455082f4575bc2c8c452e4061ddea276f3b99f02d0ae9f57c5
