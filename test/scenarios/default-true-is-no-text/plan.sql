--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a00e6b2506ee1dceeedfbfde60384cff88ec956201e4ac5aa781e780a47e6770
--@ target fp1:b38ef314faa22d5dfb721be15350e848250fd280f8b1533fc5ff76fb88360a53
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ step restore-values tune.known (rows that read the old default keep it)
UPDATE OR ABORT "tune" SET "known" = "tune"."known" WHERE "tune"."known" IS ('true');

--@ step alter-column tune.known
ALTER TABLE "tune" ALTER COLUMN "known" TO "known" TEXT DEFAULT TRUE;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, known TEXT DEFAULT 'true')
--@ seal sha256:e39024d5132a3af2d1251349d1651b02dd3a7b163899b36c2183e6c6618e03e4
