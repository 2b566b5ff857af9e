--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:894e67124bb6d0294b26174096313f2da423ff8cccf70112c4c951c7dc5a6caa
--@ target fp1:eb837dbfbef3e39cb5e10b5525d9cd2bd5fea4df9710e1ae20476b89f0f176f4
-- 2 added, 2 changed, 3 rebuilt, 1 dropped

--@ session foreign-keys deferred
--@ transaction

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

--@ step reference-index d (finds the rows that refer to p)
CREATE INDEX "__trueup_ref_2" ON "d" ("p");

--@ step rebuild-drop p
DROP TABLE "p";

--@ step drop-reference-index d
DROP INDEX "__trueup_ref_2";

--@ step drop-reference-index c
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename p
ALTER TABLE "__trueup_p" RENAME TO "p";

--@ step settle-keys p (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys d (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create d (its reference to p names no column, and another key would be meant)
CREATE TABLE "__trueup_d" (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), n INTEGER, more TEXT);

--@ step rebuild-copy d
INSERT OR ABORT INTO "__trueup_d" ("id", "p", "n")
SELECT "d"."id", "d"."p", "d"."n"
FROM "d" ORDER BY "d".rowid;

--@ check rebuild-rows d expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "d") - (SELECT count(*) FROM "__trueup_d"))
 + (SELECT count(*) FROM "d" AS "old" LEFT JOIN "__trueup_d" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY);

--@ step rebuild-drop d
DROP TABLE "d";

--@ step rebuild-rename d
ALTER TABLE "__trueup_d" RENAME TO "d";

--@ step settle-keys d (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys c (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create c (its reference to p names no column, and another key would be meant)
CREATE TABLE "__trueup_c" (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), n INTEGER);

--@ step rebuild-copy c
INSERT OR ABORT INTO "__trueup_c" ("id", "p", "n")
SELECT "c"."id", "c"."p", "c"."n"
FROM "c" ORDER BY "c".rowid;

--@ check rebuild-rows c expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "c") - (SELECT count(*) FROM "__trueup_c"))
 + (SELECT count(*) FROM "c" AS "old" LEFT JOIN "__trueup_c" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY);

--@ step rebuild-drop c
DROP TABLE "c";

--@ step rebuild-rename c
ALTER TABLE "__trueup_c" RENAME TO "c";

--@ step settle-keys c (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table c
--= CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, n INTEGER)
--@ before table d
--= CREATE TABLE d (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, n INTEGER)
--@ before table p
--= CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE NOT NULL)
--@ seal sha256:68f0dcd8c24b0a6870a255c37956abb2b66b6bd481e5d03a15ddb3de545b8524
