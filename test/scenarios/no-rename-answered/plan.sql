--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:250e2b82f9ac1a23458d2c06d7d30f9dd36f7890c6e73b8715e10e0cb2e6b035
--@ target fp1:1d1318fa76a295db1271e02dd42d70eb7b755eba39ccc8e538f2ebeb7e7bd765
--@ approve drop-column users.full_name rows<=2
-- 1 added, 1 changed, 1 dropped
-- destroys: users.full_name

--@ session foreign-keys off
--@ transaction

--@ check drop-column users.full_name expect <= 2 (the approved loss)
SELECT count(*) FROM "users" WHERE "users"."full_name" IS NOT NULL;

--@ step add-column users.display_name
ALTER TABLE "users" ADD COLUMN "display_name" TEXT;

--@ step drop-column users.full_name
ALTER TABLE "users" DROP COLUMN "full_name";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table users
--= CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, age INTEGER)
--@ seal sha256:7f4150a173757adad783c5244ed4c2298290fc3250a9b8ebbee3375e15ca636c
