--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:8b8c1200ec743705dadeca8443cc0ee14ad2d185c1df78aea00fb0e396f53598
--@ target fp1:1e62fd7235e9bebe280aabc8f2c03526c332ee53e2d24e50e5e3b0e04f2c6fde
-- 2 added, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create t (ALTER COLUMN cannot parse the definition of price; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, price DECIMAL(10, 2) DEFAULT (1 + 1), day TEXT DEFAULT (lower('X')));

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id")
SELECT "t"."id"
FROM "t" ORDER BY "t".rowid;

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"))
 + (SELECT count(*) FROM "t" AS "old" LEFT JOIN "__trueup_t" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY);

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY)
--@ seal sha256:55720ce29ae42afcd19902a9089a22fcbdde6a739beddf385702eec3647f3771
