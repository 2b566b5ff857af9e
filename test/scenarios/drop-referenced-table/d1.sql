--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:3026b584cdc8b6f72135f286805b48b1ecb5726a3ef138d656728e51e607b2df
--@ target fp1:b8d766ac8d5a95a6cfcc50bde00b894b0f3943a8c9e1c8e156ecbd0d8e634df7
--@ approve drop-table plan rows<=2
-- 1 rebuilt, 2 dropped
-- destroys: plan

--@ session foreign-keys deferred
--@ transaction

--@ check drop-table plan expect <= 2 (the approved loss)
SELECT count(*) FROM "plan";

--@ step defer-keys customer (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create customer (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_customer" (id INTEGER PRIMARY KEY, plan INTEGER);

--@ step rebuild-copy customer
INSERT OR ABORT INTO "__trueup_customer" ("id", "plan")
SELECT "customer"."id", "customer"."plan"
FROM "customer" ORDER BY "customer".rowid;

--@ check rebuild-rows customer expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "customer") - (SELECT count(*) FROM "__trueup_customer"))
 + (SELECT count(*) FROM "customer" AS "old" LEFT JOIN "__trueup_customer" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."plan" IS NOT "new"."plan" COLLATE BINARY);

--@ step rebuild-drop customer
DROP TABLE "customer";

--@ step rebuild-rename customer
ALTER TABLE "__trueup_customer" RENAME TO "customer";

--@ step settle-keys customer (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step drop-table plan
DROP TABLE "plan";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table customer
--= CREATE TABLE customer (id INTEGER PRIMARY KEY, plan INTEGER REFERENCES plan (id) ON DELETE CASCADE)
--@ before table plan
--= CREATE TABLE plan (id INTEGER PRIMARY KEY, name TEXT)
--@ seal sha256:9facbd7c7dc496ba73a1e583787a141a7fe51c736a69706c964dce2852dd274b
