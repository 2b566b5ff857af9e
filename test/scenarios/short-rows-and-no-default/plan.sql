--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:62c970f0c7a1c353fe42cf7861513180b19a7599a9ce0ac69a20f2dbe6771f37
--@ target fp1:5039842698e2604f34ec4a14c42eb040433a0127bfd9cd5f08d95ae28c43b24e
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ step restore-values t.n (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "n" = "t"."n" WHERE "t"."n" IS (5);

--@ step alter-column t.n
ALTER TABLE "t" ALTER COLUMN "n" TO "n" INTEGER NOT NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL DEFAULT 5)
--@ seal sha256:6e5ce3f0d6ce51c2f41a2d393b3387506b9660a5b3a660b23d4c6ab3a9d48d31
