--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a721729369ed4ca5e0b4ba720513031d8ade1cd7251c67bcc3e9e4e44052c5ba
--@ target fp1:a721729369ed4ca5e0b4ba720513031d8ade1cd7251c67bcc3e9e4e44052c5ba
--@ rows-base   rows1:a427057e64e1520dba04b6b5a457c3717de58cf757d3d050f6c50a43e6e9dcfb
--@ rows-target rows1:57376939c3d7fd4df8b7a9d5ec9f4a7aef315c622e06d0747e29d7808e160ff3
--@ approve overwrite-rows genre rows<=1
-- 1 row changed
-- rows: genre
-- overwrites or deletes: rows of genre

--@ session foreign-keys off
--@ transaction

--@ check overwrite-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN ('y');

--@ step update-rows genre (1 row)
UPDATE "genre" SET "name" = replace(replace('new\\n\n\r', '\\n', char(10)), '\r', char(13))
WHERE "id" = 'y' AND "name" IS replace('old\n', '\n', char(10)) COLLATE "BINARY";

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('é', '🎻'),
  ('x', replace('a\0b', '\0', char(0))),
  ('y', replace(replace('new\\n\n\r', '\\n', char(10)), '\r', char(13)))
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2";

--@ check rows genre expect = 3 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"changed","key":["'y'"],"live":["'y'","replace('old\\n', '\\n', char(10))"]}
--@ seal sha256:bfd34bbd56879767ce04b8043a39a6e66b5fde0715927ce0d8f0d3332f7cb9f1
