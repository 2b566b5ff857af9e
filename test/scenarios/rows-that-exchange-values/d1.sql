--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:a2257fe87a58584d9b68d163401296764ed3caaf6ec073b87c7400cb6b313e3d
--@ target fp1:a2257fe87a58584d9b68d163401296764ed3caaf6ec073b87c7400cb6b313e3d
--@ rows-base   rows1:4b172ed4ccd8a12646cf352c3a509c245bc004ab3d2ac21cb5d9c4ae545d64a3
--@ rows-target rows1:805042e2bbfc8e621a2c16125cb6bfcfe826ab98e3df70076ebba1a99e5349dc
--@ approve overwrite-rows part rows<=3
--@ approve overwrite-rows step rows<=4
-- 7 rows changed
-- rows: step, part
-- overwrites or deletes: rows of step, rows of part

--@ session foreign-keys deferred
--@ transaction

--@ check overwrite-rows step expect <= 4 (the approved loss)
SELECT count(*) FROM "step" WHERE "step"."id" IN (1, 2, 3, 4);

--@ check overwrite-rows part expect <= 3 (the approved loss)
SELECT count(*) FROM "part" WHERE "part"."id" IN (1, 2, 3);

--@ step defer-rows step (rows refer to rows that are written after them)
PRAGMA defer_foreign_keys = ON;

--@ step update-rows part (2 rows, set aside: others get their values)
WITH "declared"("key id", "new letter", "old letter") AS (VALUES
  (1, NULL, 'a'),
  (2, NULL, 'b')
) UPDATE "part" SET "letter" = "declared"."new letter"
FROM "declared" WHERE "part"."id" = "declared"."key id" AND "part"."letter" IS "declared"."old letter" COLLATE "BINARY";

--@ step update-rows part (3 rows)
WITH "declared"("key id", "new letter", "old letter") AS (VALUES
  (1, 'b', NULL),
  (2, 'a', NULL),
  (3, 'c', 'a')
) UPDATE "part" SET "letter" = "declared"."new letter"
FROM "declared" WHERE "part"."id" = "declared"."key id" AND "part"."letter" IS "declared"."old letter" COLLATE "BINARY";

--@ step update-rows step (3 rows, set aside: others get their values)
WITH "declared"("key id", "new position", "new name", "old position", "old name") AS (VALUES
  (1, 6, 'one (moving)', 1, 'one'),
  (2, 7, 'two (moving)', 2, 'two'),
  (3, 8, 'three (moving)', 3, 'three')
) UPDATE "step" SET "position" = "declared"."new position", "name" = "declared"."new name"
FROM "declared" WHERE "step"."id" = "declared"."key id" AND "step"."position" IS "declared"."old position" COLLATE "BINARY" AND "step"."name" IS "declared"."old name" COLLATE "BINARY";

--@ step update-rows step (4 rows)
WITH "declared"("key id", "new position", "new name", "old position", "old name") AS (VALUES
  (1, 2, 'two', 6, 'one (moving)'),
  (2, 1, 'three', 7, 'two (moving)'),
  (3, 5, 'ONE', 8, 'three (moving)'),
  (4, 3, 'one', 4, 'four')
) UPDATE "step" SET "position" = "declared"."new position", "name" = "declared"."new name"
FROM "declared" WHERE "step"."id" = "declared"."key id" AND "step"."position" IS "declared"."old position" COLLATE "BINARY" AND "step"."name" IS "declared"."old name" COLLATE "BINARY";

--@ step settle-rows step
PRAGMA defer_foreign_keys = OFF;

--@ check rows step expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 2, 'two'),
  (2, 1, 'three'),
  (3, 5, 'ONE'),
  (4, 3, 'one')
) AS "declared" LEFT JOIN "step" ON "step"."id" = "declared"."column1"
WHERE "step"."id" IS NULL
  OR "step"."id" IS NOT "declared"."column1"
  OR typeof("step"."position") <> typeof("declared"."column2") OR "step"."position" IS NOT "declared"."column2"
  OR "step"."name" IS NOT "declared"."column3";

--@ check rows part expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 1, 'b'),
  (2, 1, 'a'),
  (3, 2, 'c')
) AS "declared" LEFT JOIN "part" ON "part"."id" = "declared"."column1"
WHERE "part"."id" IS NULL
  OR "part"."id" IS NOT "declared"."column1"
  OR typeof("part"."step") <> typeof("declared"."column2") OR "part"."step" IS NOT "declared"."column2"
  OR "part"."letter" IS NOT "declared"."column3";

--@ check rows part expect = 3 (all rows)
SELECT count(*) FROM "part";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows step
--= {"fact":"changed","key":["1"],"live":["1","1","'one'"]}
--= {"fact":"changed","key":["2"],"live":["2","2","'two'"]}
--= {"fact":"changed","key":["3"],"live":["3","3","'three'"]}
--= {"fact":"changed","key":["4"],"live":["4","4","'four'"]}
--@ before-rows part
--= {"fact":"changed","key":["1"],"live":["1","1","'a'"]}
--= {"fact":"changed","key":["2"],"live":["2","1","'b'"]}
--= {"fact":"changed","key":["3"],"live":["3","2","'a'"]}
--@ seal sha256:8b9f280843dfb53c8128e370bea207298e98499fb69bed60cd43fb1dd404cf2e
