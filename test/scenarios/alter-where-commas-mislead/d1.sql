--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:90963c80c211c2568f00c10d01ad692d890ead5cbd8bbcdac1dd36dbebc01a6c
--@ target fp1:4fca62abaffc4e2c8721dc6991cefbc201a756146db86bf31462afe3c09d5a21
-- 1 added, 3 changed, 2 rebuilt, 1 dropped

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (ALTER COLUMN cannot parse the old definition of price; ALTER COLUMN cannot parse the old definition of kind; ALTER COLUMN cannot parse the old definition of note; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, price DECIMAL(12, 2), kind TEXT CHECK (kind IN ('a', 'b', 'c')), note TEXT DEFAULT '(', low TEXT AS (coalesce(note, kind)));

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id", "price", "kind", "note")
SELECT "t"."id", "t"."price", "t"."kind", "t"."note"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."price" IS NOT "new"."price" COLLATE BINARY
  OR "old"."kind" IS NOT "new"."kind" COLLATE BINARY
  OR "old"."note" IS NOT "new"."note" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ step rebuild-create u (ALTER COLUMN cannot parse the old definition of a; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_u" (id INTEGER PRIMARY KEY, a VARCHAR(9), b TEXT);

--@ step rebuild-copy u
INSERT OR ABORT INTO "__trueup_u" ("id", "a", "b")
SELECT "u"."id", "u"."a", "u"."b"
FROM "u" ORDER BY "u".rowid;

--@ check rebuild-rows u expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "u") - (SELECT count(*) FROM "__trueup_u"))
 + (SELECT count(*) FROM "u" AS "old" LEFT JOIN "__trueup_u" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."b" IS NOT "new"."b" COLLATE BINARY);

--@ step rebuild-drop u
DROP TABLE "u";

--@ step rebuild-rename u
ALTER TABLE "__trueup_u" RENAME TO "u";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, price DECIMAL(10, 2), kind TEXT CHECK (kind IN ('a', 'b')), note TEXT DEFAULT ';)', low TEXT AS (coalesce(note, kind)))
--@ before table u
--= CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT -- first, second
--=  , b TEXT)
--@ seal sha256:163edd0eb322d9561cea2ae091f9a3db92c4b193cf3df3716c17082e030ed1c1
