--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:b250eeffbbb21b8d9f52da2a30c6f5e0d0325c93b99180a0fcf1bddd77854c5f
--@ target fp1:b250eeffbbb21b8d9f52da2a30c6f5e0d0325c93b99180a0fcf1bddd77854c5f
--@ rows-base   rows1:7f5f34041c7253cadc0d765ca2d2b10682f36d241d04f105bd6e7f12e33251b1
--@ rows-target rows1:00e345f58333d697a980008368f95b659f516ad5c37c43b767414c325d5433b8
--@ approve delete-rows genre rows<=1
--@ approve overwrite-rows genre rows<=1
-- 1 row inserted, 1 row changed, 1 row deleted
-- rows: genre
-- overwrites or deletes: rows of genre

--@ session foreign-keys off
--@ transaction

--@ check delete-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN ('old');

--@ check overwrite-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN ('irl');

--@ step delete-rows genre
DELETE FROM "genre" WHERE "genre"."id" IN ('old');

--@ step update-rows genre (1 row)
UPDATE "genre" SET "name" = 'Irish'
WHERE "id" = 'irl' AND "name" IS 'Irsh' COLLATE "BINARY";

--@ step insert-rows genre (1 row)
INSERT INTO "genre" ("id", "name") VALUES
  ('que', 'Québécois');

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irl', 'Irish'),
  ('sco', 'Scottish'),
  ('que', 'Québécois')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2";

--@ check rows genre expect = 3 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"missing","key":["'que'"]}
--= {"fact":"changed","key":["'irl'"],"live":["'irl'","'Irsh'"]}
--= {"fact":"extra","live":["'old'","'Old'"]}
--@ seal sha256:6adaa188bfcc447023a0df8426a7e613f28c62b00669898a40397bcc4c854f0a
