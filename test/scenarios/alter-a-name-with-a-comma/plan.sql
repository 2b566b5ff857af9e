--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:130ad0690ad455a79d4da1166b77532c4bdedad7e2130624f29ff3252b53f087
--@ target fp1:5ff15b837cb76b42db2457e92449b693d751a43c737f470ec5386a8bd59be5de
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ step alter-column tune."com,ma"
ALTER TABLE "tune" ALTER COLUMN "com,ma" TO "com,ma" TEXT;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune ("com,ma" TEXT NOT NULL, plays INTEGER)
--@ seal sha256:6be05a7821414110c31667a6ffda57e047212b71ca248bb5690ac686c2ba882a
