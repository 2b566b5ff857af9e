--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:f95e8fd8aa0ad6a9471c7286a33ff66c85a7664585aea9b9b59f3e97be5cd71f
--@ target fp1:dd2a803c44944e98d820aa81027e9f4c0ce353e90507c64f80fd2b4b885e73c1
-- 4 changed

--@ session foreign-keys off
--@ transaction

--@ step alter-column t.a
ALTER TABLE "t" ALTER COLUMN "a" TO "a" VARCHAR(30);

--@ step alter-column t.b
ALTER TABLE "t" ALTER COLUMN "b" TO "b" BIGINT;

--@ step alter-column t.c
ALTER TABLE "t" ALTER COLUMN "c" TO "c" CLOB;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(20), b INT, c TEXT)
--@ seal sha256:4121541370c39a890e0b25260c7c468beb0784e16d13fe018021cf60f9870f65
