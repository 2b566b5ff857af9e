--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:47919cde38e563843bfe7c1562199afbcf8b2f4b00643a11ecbe974b5b8552c5
--@ target fp1:47919cde38e563843bfe7c1562199afbcf8b2f4b00643a11ecbe974b5b8552c5
--@ rows-base   rows1:5a63b876664c1a40434d0f83cead5de160a8bde098fc7e7b41f914efb95d5163
--@ rows-target rows1:6f6c76a31da3ceed19aab2a770b78b214ba10496b9598b62d78075b97704f504
--@ approve overwrite-rows item rows<=1
-- 2 rows inserted, 1 row changed
-- rows: item
-- overwrites or deletes: rows of item

--@ session foreign-keys off
--@ transaction

--@ check overwrite-rows item expect <= 1 (the approved loss)
SELECT count(*) FROM "item" WHERE "item"."code" IN ('a');

--@ step update-rows item (1 row)
UPDATE OR ABORT "item" SET "n" = 9007199254740993, "r" = 0.1, "b" = x'00ff', "x" = 1
WHERE "code" = 'a' AND "n" IS 1 COLLATE "BINARY" AND "r" IS 1.0 COLLATE "BINARY" AND "b" IS NULL COLLATE "BINARY" AND "x" IS '1' COLLATE "BINARY";

--@ step insert-rows item (2 rows)
INSERT OR ABORT INTO "item" ("code", "n", "r", "b", "x") VALUES
  ('b, "quoted" 🎻', NULL, 1.0, NULL, '1'),
  (replace('two\nlines', '\n', char(10)), -1, 1e+300, x'', '');

--@ check rows item expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('a', 9007199254740993, 0.1, x'00ff', 1),
  ('b, "quoted" 🎻', NULL, 1.0, NULL, '1'),
  (replace('two\nlines', '\n', char(10)), -1, 1e+300, x'', '')
) AS "declared" LEFT JOIN "item" ON "item"."code" = "declared"."column1"
WHERE "item"."code" IS NULL
  OR "item"."code" IS NOT "declared"."column1"
  OR typeof("item"."n") <> typeof("declared"."column2") OR "item"."n" IS NOT "declared"."column2"
  OR "item"."r" IS NOT "declared"."column3"
  OR typeof("item"."b") <> typeof("declared"."column4") OR "item"."b" IS NOT "declared"."column4"
  OR typeof("item"."x") <> typeof("declared"."column5") OR "item"."x" IS NOT "declared"."column5";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows item
--= {"fact":"missing","key":["'b, \"quoted\" 🎻'"]}
--= {"fact":"missing","key":["replace('two\\nlines', '\\n', char(10))"]}
--= {"fact":"changed","key":["'a'"],"live":["'a'","1","1.0","NULL","'1'"]}
--@ seal sha256:c0c3fc96f8861e3dc61c696a1451acaf07233a69d25e19458156f790ec5981b5
