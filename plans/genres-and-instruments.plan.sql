--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:da19e70a54f1a5d0500c2ea944318d7618af6b1628ac6fd19cf140f704ef775f
--@ target fp1:da19e70a54f1a5d0500c2ea944318d7618af6b1628ac6fd19cf140f704ef775f
--@ rows-base   rows1:70d4ec78ea72a3ad937765c433e6e42d887a00617cae61428b01b26c01766cde
--@ rows-target rows1:22264ca60f9d0a6f20f47e400befe5eb3435a36a9d6dae019434fb62ef4b9e26
-- 6 rows inserted
-- rows: genre, instrument

--@ session foreign-keys off
--@ transaction

--@ step insert-rows genre (3 rows)
INSERT INTO "genre" ("id", "name") VALUES
  ('irish', 'Irish'),
  ('scottish', 'Scottish'),
  ('swedish', 'Swedish');

--@ step insert-rows instrument (3 rows)
INSERT INTO "instrument" ("id", "name") VALUES
  ('concertina', 'Concertina'),
  ('fiddle', 'Fiddle'),
  ('flute', 'Wooden flute');

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irish', 'Irish'),
  ('scottish', 'Scottish'),
  ('swedish', 'Swedish')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2" COLLATE "BINARY";

--@ check rows instrument expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('concertina', 'Concertina'),
  ('fiddle', 'Fiddle'),
  ('flute', 'Wooden flute')
) AS "declared" LEFT JOIN "instrument" ON "instrument"."id" = "declared"."column1"
WHERE "instrument"."id" IS NULL
  OR "instrument"."id" IS NOT "declared"."column1"
  OR "instrument"."name" IS NOT "declared"."column2" COLLATE "BINARY";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"all-missing","rows":3}
--@ before-rows instrument
--= {"fact":"all-missing","rows":3}
--@ seal sha256:61f1a72379ccbfaa4ca043c79d67c3ee7d2e2a23fdbf2173f990544e954c20ee
