--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a8b4f91547dc2c1f4ba24a90a2fc72c33466abbc330a5d6ceb7ac27d90324391
--@ target fp1:63f497523b8a4c640f50f1dc2a62d5ee045bcf1891043f64f194d76fdb1ae4d4
--@ rows-base   rows1:cbe5b78abc4723519b4b0ecff29add1ae3c3b2eb1c92df30c25c1da01acc82d6
--@ rows-target rows1:9c169d7676ad3942d3be1d61e32f8ac8dcace7f86ef7215617d73abd85b5f978
--@ approve overwrite-rows role rows<=1
-- 2 added, 1 changed, 2 rows inserted, 1 row changed
-- rows: role, role_right
-- overwrites or deletes: rows of role

--@ session foreign-keys off
--@ transaction

--@ step create-table role_right
CREATE TABLE role_right (
  role INTEGER NOT NULL REFERENCES role (id),
  what TEXT NOT NULL PRIMARY KEY
);

--@ step add-column role.rights
ALTER TABLE "role" ADD COLUMN "rights" INTEGER NOT NULL DEFAULT 0;

--@ check overwrite-rows role expect <= 1 (the approved loss)
SELECT count(*) FROM "role" WHERE "role"."id" IN (1);

--@ step update-rows role (1 row)
UPDATE "role" SET "rights" = 7
WHERE "id" = 1 AND "rights" IS 0 COLLATE "BINARY";

--@ step insert-rows role (1 row)
INSERT INTO "role" ("id", "name") VALUES
  (2, 'guest');

--@ step insert-rows role_right (1 row)
INSERT INTO "role_right" ("role", "what") VALUES
  (1, 'delete');

--@ check rows role expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 'admin', 7)
) AS "declared" LEFT JOIN "role" ON "role"."id" = "declared"."column1"
WHERE "role"."id" IS NULL
  OR "role"."id" IS NOT "declared"."column1"
  OR "role"."name" IS NOT "declared"."column2"
  OR typeof("role"."rights") <> typeof("declared"."column3") OR "role"."rights" IS NOT "declared"."column3";

--@ check rows role expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (2, 'guest')
) AS "declared" LEFT JOIN "role" ON "role"."id" = "declared"."column1"
WHERE "role"."id" IS NULL
  OR "role"."id" IS NOT "declared"."column1"
  OR "role"."name" IS NOT "declared"."column2";

--@ check rows role expect = 2 (all rows)
SELECT count(*) FROM "role";

--@ check rows role_right expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 'delete')
) AS "declared" LEFT JOIN "role_right" ON "role_right"."what" = "declared"."column2"
WHERE "role_right"."what" IS NULL
  OR typeof("role_right"."role") <> typeof("declared"."column1") OR "role_right"."role" IS NOT "declared"."column1"
  OR "role_right"."what" IS NOT "declared"."column2";

--@ check rows role_right expect = 1 (all rows)
SELECT count(*) FROM "role_right";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table role
--= CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL)
--@ before-rows role
--= {"fact":"missing","key":["2"]}
--= {"fact":"changed","key":["1"],"live":["1","'admin'","0"]}
--@ before-rows role_right
--= {"fact":"all-missing","rows":1}
--@ seal sha256:2d923ab3240aa9b438af11ce7575d12a86c86ac022ef100577a799b6b9f385fd
