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
WITH "declared"("c0", "c1") AS (VALUES
  ('ie', 'Ireland'),
  ('SE', 'Sweden')
) SELECT count(*) FROM "declared" LEFT JOIN "country" ON "country"."code" = "declared"."c0" WHERE "country"."code" IS NULL
  OR typeof("country"."code") <> typeof("declared"."c0") OR "country"."code" IS NOT "declared"."c0" COLLATE "BINARY"
  OR typeof("country"."name") <> typeof("declared"."c1") OR "country"."name" IS NOT "declared"."c1" COLLATE "BINARY";

--@ check rows country expect = 0 (rows that are not declared)
SELECT count(*) FROM "country" WHERE NOT "country"."code" IN ('ie', 'SE') OR "country"."code" IS NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows country
--= {"fact":"changed","key":["'ie'"],"live":["'IE'","'Ireland'"]}
--= {"fact":"changed","key":["'SE'"],"live":["'se'","'Sweden'"]}
--@ seal sha256:77482462328b9329ddc1862286d7bff65e441bfe007387e081c5388acb8811a4
