--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:02b1abe4de6157f6c22f10b2bae2f063623273842ba760aa205256e8748609bd
--@ target fp1:02b1abe4de6157f6c22f10b2bae2f063623273842ba760aa205256e8748609bd
--@ rows-base   rows1:30400c46ca8c6c5dbc1954d75b9049b29e803eccebfc238f9d308b80dc4c496a
--@ rows-target rows1:1aa7a130583fa2b212997e4d4b70c41e3988a3b7db1664e56fcea64df0b7607d
--@ approve overwrite-rows country rows<=2
-- 2 rows changed
-- rows: country
-- overwrites or deletes: rows of country

--@ session foreign-keys off
--@ transaction

--@ check overwrite-rows country expect <= 2 (the approved loss)
SELECT count(*) FROM "country" WHERE "country"."code" IN ('IE', 'se');

--@ step update-rows country (2 rows)
WITH "declared"("key code", "new code") AS (VALUES
  ('IE', 'ie'),
  ('se', 'SE')
) UPDATE "country" SET "code" = "declared"."new code"
FROM "declared" WHERE "country"."code" = "declared"."key code";

--@ check rows country expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('ie', 'Ireland'),
  ('SE', 'Sweden')
) AS "declared" LEFT JOIN "country" ON "country"."code" = "declared"."column1"
WHERE "country"."code" IS NULL
  OR "country"."code" IS NOT "declared"."column1" COLLATE "BINARY"
  OR "country"."name" IS NOT "declared"."column2";

--@ check rows country expect = 2 (all rows)
SELECT count(*) FROM "country";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows country
--= {"fact":"changed","key":["'ie'"],"live":["'IE'","'Ireland'"]}
--= {"fact":"changed","key":["'SE'"],"live":["'se'","'Sweden'"]}
--@ seal sha256:1ebddec29aa793a49e268aced4d03076e5343ea48c71bde19b7b021de089cfba
