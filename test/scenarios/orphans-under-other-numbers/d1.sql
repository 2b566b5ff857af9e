--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:44b163697325b32c2be70d6374b512136be609552ffa0eaa02139b06b9db0c2b
--@ target fp1:bafd5960b0b975dd71f23a542695278c10cd3651976fae0fd6d5ed44f29ee93b
-- 3 added, 3 changed, 3 rebuilt, 1 dropped

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys by_name (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create by_name (PRIMARY KEY is added; WITHOUT ROWID is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_by_name" (code TEXT NOT NULL PRIMARY KEY, p INTEGER REFERENCES p (id)) WITHOUT ROWID;

--@ step rebuild-copy by_name
INSERT OR ABORT INTO "__trueup_by_name" ("code", "p")
SELECT "by_name"."code", "by_name"."p"
FROM "by_name" ORDER BY "by_name".rowid;

--@ check rebuild-rows by_name expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "by_name") - (SELECT count(*) FROM "__trueup_by_name"))
 + (SELECT count(*) FROM "by_name" AS "old" LEFT JOIN "__trueup_by_name" AS "new" ON "new"."code" = "old"."code" COLLATE "BINARY"
  WHERE "new"."code" IS NULL
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY);

--@ step rebuild-drop by_name
DROP TABLE "by_name";

--@ step rebuild-rename by_name
ALTER TABLE "__trueup_by_name" RENAME TO "by_name";

--@ step settle-keys by_name (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys by_number (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create by_number (PRIMARY KEY is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_by_number" (number INTEGER NOT NULL PRIMARY KEY, p INTEGER REFERENCES p (id));

--@ step rebuild-copy by_number
INSERT OR ABORT INTO "__trueup_by_number" ("number", "p")
SELECT "by_number"."number", "by_number"."p"
FROM "by_number" ORDER BY "by_number".rowid;

--@ check rebuild-rows by_number expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "by_number") - (SELECT count(*) FROM "__trueup_by_number"))
 + (SELECT count(*) FROM "by_number" AS "old" LEFT JOIN "__trueup_by_number" AS "new" ON "new"."number" = "old"."number" COLLATE "BINARY"
  WHERE "new"."number" IS NULL
  OR "old"."number" IS NOT "new"."number" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY);

--@ step rebuild-drop by_number
DROP TABLE "by_number";

--@ step rebuild-rename by_number
ALTER TABLE "__trueup_by_number" RENAME TO "by_number";

--@ step settle-keys by_number (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys with_rowids (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create with_rowids (WITHOUT ROWID is dropped; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_with_rowids" (code TEXT NOT NULL PRIMARY KEY, p INTEGER REFERENCES p (id));

--@ step rebuild-copy with_rowids
INSERT OR ABORT INTO "__trueup_with_rowids" ("code", "p")
SELECT "with_rowids"."code", "with_rowids"."p"
FROM "with_rowids";

--@ check rebuild-rows with_rowids expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "with_rowids") - (SELECT count(*) FROM "__trueup_with_rowids"))
 + (SELECT count(*) FROM "with_rowids" AS "old" LEFT JOIN "__trueup_with_rowids" AS "new" ON "new"."code" = "old"."code" COLLATE "BINARY"
  WHERE "new"."code" IS NULL
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY);

--@ step rebuild-drop with_rowids
DROP TABLE "with_rowids";

--@ step rebuild-rename with_rowids
ALTER TABLE "__trueup_with_rowids" RENAME TO "with_rowids";

--@ step settle-keys with_rowids (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table by_name
--= CREATE TABLE by_name (code TEXT NOT NULL, p INTEGER REFERENCES p (id))
--@ before table by_number
--= CREATE TABLE by_number (number INTEGER NOT NULL, p INTEGER REFERENCES p (id))
--@ before table with_rowids
--= CREATE TABLE with_rowids (code TEXT NOT NULL PRIMARY KEY, p INTEGER REFERENCES p (id)) WITHOUT ROWID
--@ seal sha256:546789c8f29f58b9d06987249af0a2b9b447bbad8f2ccbd0cbc0414372830724
