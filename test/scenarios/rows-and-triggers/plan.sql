--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:6176da9a0e54867e586ffdc2e7c009faf8ada0427426835d695b4fec2a12c4ce
--@ target fp1:6176da9a0e54867e586ffdc2e7c009faf8ada0427426835d695b4fec2a12c4ce
--@ rows-base   rows1:90239fc44a9373e7b22e0bc3fc42d160e810fb90221c1303692cd4db7bd62bcf
--@ rows-target rows1:f646590f27ac995ab474506c4b102f727bc85fcb117adb43f19cdab4c3f08b98
--@ approve delete-rows genre rows<=1
--@ approve overwrite-rows genre rows<=1
-- 1 row inserted, 1 row changed, 1 row deleted
-- rows: genre
-- overwrites or deletes: rows of genre

--@ session foreign-keys off
--@ transaction

--@ check delete-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN (9);

--@ check overwrite-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN (1);

--@ step delete-rows genre
DELETE FROM "genre" WHERE "genre"."id" IN (9);

--@ step update-rows genre (1 row)
UPDATE "genre" SET "name" = 'Irish'
WHERE "id" = 1 AND "name" IS 'Irsh' COLLATE "BINARY";

--@ step insert-rows genre (1 row)
INSERT INTO "genre" ("id", "name") VALUES
  (2, 'Scottish');

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 'Irish'),
  (2, 'Scottish')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2";

--@ check rows genre expect = 2 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"missing","key":["2"]}
--= {"fact":"changed","key":["1"],"live":["1","'Irsh'"]}
--= {"fact":"extra","live":["9","'Old'"]}
--@ seal sha256:dd24083827a9d4ef10212ca1a7fbff286e1cee7d6139f568d4b6d7c2f2f091dc
