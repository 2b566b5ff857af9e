--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:544b5a8d9e017a2582a0dee3c20e50d0689be0f4656d15c1a53bbb3614a5308c
--@ target fp1:b3b722da6095b1fe6dd885552ee3c3b9b9b967af229fb5e9433009ec0f71fb85
-- 1 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys t (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create t (UNIQUE (made, id) is added)
CREATE TABLE "__trueup_t" (
  id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
  name TEXT COLLATE NOCASE NOT NULL ON CONFLICT IGNORE,
  size INTEGER CONSTRAINT "size; not (negative)" CHECK (size >= 0 OR size IS NULL),
  other INTEGER CONSTRAINT fk REFERENCES other (id) ON DELETE SET NULL MATCH FULL DEFERRABLE INITIALLY DEFERRED,
  made TEXT DEFAULT CURRENT_TIMESTAMP,
  twice INTEGER GENERATED ALWAYS AS (size * 2) STORED,
  half REAL AS (size / 2.0),
  CONSTRAINT named UNIQUE (name COLLATE RTRIM, size DESC) ON CONFLICT IGNORE,
  UNIQUE (made, id)
);

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id", "name", "size", "other", "made")
SELECT "t"."id", "t"."name", "t"."size", "t"."other", "t"."made"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY
  OR "old"."size" IS NOT "new"."size" COLLATE BINARY
  OR "old"."other" IS NOT "new"."other" COLLATE BINARY
  OR "old"."made" IS NOT "new"."made" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ step settle-keys t (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (
--=   id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
--=   name TEXT COLLATE NOCASE NOT NULL ON CONFLICT IGNORE,
--=   size INTEGER CONSTRAINT "size; not (negative)" CHECK (size >= 0 OR size IS NULL),
--=   other INTEGER CONSTRAINT fk REFERENCES other (id) ON DELETE SET NULL MATCH FULL DEFERRABLE INITIALLY DEFERRED,
--=   made TEXT DEFAULT CURRENT_TIMESTAMP,
--=   twice INTEGER GENERATED ALWAYS AS (size * 2) STORED,
--=   half REAL AS (size / 2.0),
--=   CONSTRAINT named UNIQUE (name COLLATE RTRIM, size DESC) ON CONFLICT IGNORE
--= )
--@ seal sha256:3a6ae7498beeb9ce21713919f2f978877c2cb87478314a643b514243094c317a
