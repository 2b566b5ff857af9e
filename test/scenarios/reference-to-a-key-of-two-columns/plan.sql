--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:5145560761dc403a5dc1bd90de8cceeca18259a5480511c54573b2563a781ad6
--@ target fp1:b74dcd591427ae784a6fcd09bcfac46cc0382dda78ef70281e6ac2f2c6036103
--@ fill c.p = 1
-- 1 added, 3 changed, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check not-null c.p expect = 0
SELECT count(*) FROM "c" WHERE ("c"."p" IS NULL AND (1) IS NULL);

--@ step fill c.p
UPDATE OR ABORT "c" SET "p" = (1) WHERE "c"."p" IS NULL;

--@ step restore-values c.p (rows that read the old default keep it)
UPDATE OR ABORT "c" SET "p" = "c"."p" WHERE "c"."p" IS NULL;

--@ step alter-column c.p
ALTER TABLE "c" ALTER COLUMN "p" TO "p" INT NOT NULL DEFAULT 1 REFERENCES "p";

--@ step rebuild-create d (UNIQUE (x) is added)
CREATE TABLE "__trueup_d" (id INTEGER PRIMARY KEY, p INT, x TEXT UNIQUE, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE);

--@ step rebuild-copy d
INSERT OR ABORT INTO "__trueup_d" ("id", "p", "x")
SELECT "d"."id", "d"."p", "d"."x"
FROM "d" ORDER BY "d".rowid;

--@ check rebuild-rows d expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "d") - (SELECT count(*) FROM "__trueup_d"))
 + (SELECT count(*) FROM "d" AS "old" LEFT JOIN "__trueup_d" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY
  OR "old"."x" IS NOT "new"."x" COLLATE BINARY);

--@ step rebuild-drop d
DROP TABLE "d";

--@ step rebuild-rename d
ALTER TABLE "__trueup_d" RENAME TO "d";

--@ step rebuild-create p (b is part of the table's PRIMARY KEY, and its definition changes)
CREATE TABLE "__trueup_p" (a INT, b INT NOT NULL, PRIMARY KEY (a, b));

--@ step rebuild-copy p
INSERT OR ABORT INTO "__trueup_p" (rowid, "a", "b")
SELECT "p".rowid, "p"."a", "p"."b"
FROM "p" ORDER BY "p".rowid;

--@ check rebuild-rows p expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "p") - (SELECT count(*) FROM "__trueup_p"))
 + (SELECT count(*) FROM "p" AS "old" LEFT JOIN "__trueup_p" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."b" IS NOT "new"."b" COLLATE BINARY);

--@ step rebuild-drop p
DROP TABLE "p";

--@ step rebuild-rename p
ALTER TABLE "__trueup_p" RENAME TO "p";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table c
--= CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p)
--@ before table d
--= CREATE TABLE d (id INTEGER PRIMARY KEY, p INT, x TEXT, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE)
--@ before table p
--= CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b))
--@ seal sha256:01f1e0440e6c0c34e370f95188b39c9e5515dad6244906d1b6428208f975ce61
