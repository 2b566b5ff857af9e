--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:cc788d4eaa7419b9512a4d75e84127bb0ea73a243bc71ee7e58546797ee57e60
--@ target fp1:cc788d4eaa7419b9512a4d75e84127bb0ea73a243bc71ee7e58546797ee57e60
--@ rows-base   rows1:cf4a5ff23382babd4fdce0a3287aa94e8ada2e91729ce811337041566f0dc456
--@ rows-target rows1:291215d75632c836df62676fd38d7272fa6d5a3513d1b87e084049ccd0fa0400
--@ approve overwrite-rows role rows<=1
-- 1 row inserted, 1 row changed
-- rows: role
-- overwrites or deletes: rows of role

--@ session foreign-keys off
--@ transaction

--@ check overwrite-rows role expect <= 1 (the approved loss)
SELECT count(*) FROM "role" WHERE "role"."id" IN (1);

--@ step update-rows role (1 row)
UPDATE "role" SET "name" = 'admin'
WHERE "id" = 1 AND "name" IS 'Admin' COLLATE "BINARY";

--@ step insert-rows role (1 row)
INSERT INTO "role" ("id", "name") VALUES
  (2, 'guest');

--@ check rows role expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 'admin'),
  (2, 'guest')
) AS "declared" LEFT JOIN "role" ON "role"."id" = "declared"."column1"
WHERE "role"."id" IS NULL
  OR "role"."id" IS NOT "declared"."column1"
  OR "role"."name" IS NOT "declared"."column2";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows role
--= {"fact":"missing","key":["2"]}
--= {"fact":"changed","key":["1"],"live":["1","'Admin'"]}
--@ seal sha256:3e0794e0e3cfce1d88dab5ee22137a657261ce55fca98532357b5de31ea774de
