--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:c4c4167415bb64e0ced3bf6855ea2ae0cfecd33fa29e845eb984b11ccbe92ab0
--@ target fp1:dddee3c2cc7652c79b6132a2c008c2ca6cbb8da52f6eb34299a600ae87d2e4ab
-- 10 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL DEFAULT 9, m TEXT, digits TEXT COLLATE NOCASE DEFAULT 9, number INT DEFAULT '9', real REAL DEFAULT 9, word TEXT DEFAULT 'nine', minus NUMERIC DEFAULT -9, bytes DEFAULT x'09', flag DEFAULT FALSE, far REAL DEFAULT -9e999);

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id", "a", "n", "m", "digits", "number", "real", "word", "minus", "bytes", "flag", "far")
SELECT "t"."id", "t"."a", "t"."n", "t"."m", "t"."digits", "t"."number", "t"."real", "t"."word", "t"."minus", "t"."bytes", "t"."flag", "t"."far"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY
  OR "old"."m" IS NOT "new"."m" COLLATE BINARY
  OR "old"."digits" IS NOT "new"."digits" COLLATE BINARY
  OR "old"."number" IS NOT "new"."number" COLLATE BINARY
  OR "old"."real" IS NOT "new"."real" COLLATE BINARY
  OR "old"."word" IS NOT "new"."word" COLLATE BINARY
  OR "old"."minus" IS NOT "new"."minus" COLLATE BINARY
  OR "old"."bytes" IS NOT "new"."bytes" COLLATE BINARY
  OR "old"."flag" IS NOT "new"."flag" COLLATE BINARY
  OR "old"."far" IS NOT "new"."far" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL DEFAULT 5, m TEXT DEFAULT 'five', digits TEXT COLLATE NOCASE DEFAULT 5, number INT DEFAULT '5', real REAL DEFAULT 5, word TEXT DEFAULT "five", minus NUMERIC DEFAULT -5, bytes DEFAULT x'05', flag DEFAULT TRUE, far REAL DEFAULT 9e999)
--@ seal sha256:1af2e3d79cffe78574e26c8ddf7576e16c0ef33fc0a3d8044e903cc37a97f185
