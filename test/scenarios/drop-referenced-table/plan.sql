--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:3026b584cdc8b6f72135f286805b48b1ecb5726a3ef138d656728e51e607b2df
--@ target fp1:b8d766ac8d5a95a6cfcc50bde00b894b0f3943a8c9e1c8e156ecbd0d8e634df7
--@ approve drop-table plan rows<=2
-- 1 changed, 2 dropped
-- destroys: plan

--@ session foreign-keys off
--@ transaction

--@ check drop-table plan expect <= 2 (the approved loss)
SELECT count(*) FROM "plan";

--@ step alter-column customer.plan
ALTER TABLE "customer" ALTER COLUMN "plan" TO "plan" INTEGER;

--@ step drop-table plan
DROP TABLE "plan";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table customer
--= CREATE TABLE customer (id INTEGER PRIMARY KEY, plan INTEGER REFERENCES plan (id) ON DELETE CASCADE)
--@ before table plan
--= CREATE TABLE plan (id INTEGER PRIMARY KEY, name TEXT)
--@ seal sha256:2b6d8a225f60e9f1ecacdd4abba34c7696e889d1c7253f2ce52de6a69a9fb4d2
