--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:c7bcd8864459bd1365adce010f0b4e48c833d5c1fe8d13f2009eb953c738cb50
--@ target fp1:47fac6326d4f3a709b5233bd5b14b1525553d84f80f17ad6b876c1f0cc580055
-- 3 changed

--@ session foreign-keys off
--@ transaction

--@ step restore-values t.n (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "n" = "t"."n";

--@ step restore-values t.m (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "m" = "t"."m";

--@ step alter-column t.n
ALTER TABLE "t" ALTER COLUMN "n" TO "n" INTEGER NOT NULL DEFAULT 9;

--@ step alter-column t.m
ALTER TABLE "t" ALTER COLUMN "m" TO "m" TEXT;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL DEFAULT 5, m TEXT DEFAULT 'five')
--@ seal sha256:8f208ef82eb9e7b7335e2dab24d15a71bf8a1407736db85d2f2bbc83a36782fe
