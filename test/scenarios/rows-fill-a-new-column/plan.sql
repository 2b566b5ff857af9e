--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:758a3f5a3ae82e136cc67b5e8106859a218e5209e2ee118d61afb40cc0d653db
--@ target fp1:a88af63ed401e77c9c29cd7fc8795982f5ab6c00a03655ddba722167ec089d1e
--@ rows-base   rows1:e751a356357054602205eb2a7fb99b797cb68bb16c6e827b2f25cc9871db12f7
--@ rows-target rows1:b95b863ad94feb4b665b89402793e66705685e4797c40bef9ef4b45882cfb556
--@ fill genre.name = CASE WHEN "id" = 'irl' THEN 'Irish' WHEN "id" = 'sco' THEN 'Scottish' WHEN "id" = 'swe' THEN 'Swedish' END
--@ fill genre.sort = CASE WHEN "id" = 'irl' THEN 1 WHEN "id" = 'sco' THEN 2 WHEN "id" = 'swe' THEN 3 END
-- 1 added, 2 changed, 1 row inserted
-- rows: genre

--@ session foreign-keys off
--@ transaction

--@ check check genre expect = 0 (all its new constraints)
SELECT count(*) FROM "genre" WHERE ("genre"."name" IS NULL AND (CASE WHEN "id" = 'irl' THEN 'Irish' WHEN "id" = 'sco' THEN 'Scottish' WHEN "id" = 'swe' THEN 'Swedish' END) IS NULL) OR (CASE WHEN "id" = 'irl' THEN 1 WHEN "id" = 'sco' THEN 2 WHEN "id" = 'swe' THEN 3 END) IS NULL;

--@ step add-column genre.sort (existing rows are filled before its constraints apply)
ALTER TABLE "genre" ADD COLUMN "sort" INTEGER;

--@ step fill genre.sort
UPDATE OR ABORT "genre" SET "sort" = (CASE WHEN "id" = 'irl' THEN 1 WHEN "id" = 'sco' THEN 2 WHEN "id" = 'swe' THEN 3 END);

--@ step fill genre.name
UPDATE OR ABORT "genre" SET "name" = (CASE WHEN "id" = 'irl' THEN 'Irish' WHEN "id" = 'sco' THEN 'Scottish' WHEN "id" = 'swe' THEN 'Swedish' END) WHERE "genre"."name" IS NULL;

--@ step alter-column genre.sort
ALTER TABLE "genre" ALTER COLUMN "sort" TO "sort" INTEGER NOT NULL;

--@ step alter-column genre.name
ALTER TABLE "genre" ALTER COLUMN "name" TO "name" TEXT NOT NULL;

--@ step insert-rows genre (1 row)
INSERT INTO "genre" ("id", "name", "sort") VALUES
  ('swe', 'Swedish', 3);

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irl', 'Irish', 1),
  ('sco', 'Scottish', 2),
  ('swe', 'Swedish', 3)
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2"
  OR typeof("genre"."sort") <> typeof("declared"."column3") OR "genre"."sort" IS NOT "declared"."column3";

--@ check rows genre expect = 3 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table genre
--= CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT)
--@ before-rows genre
--= {"fact":"missing","key":["'swe'"]}
--@ seal sha256:b59fb3169f970a74232b70006e46e2298e9e176fa69e71b277843a054d4a5eec
