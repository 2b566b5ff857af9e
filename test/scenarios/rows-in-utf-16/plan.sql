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
WITH "declared"("c0", "c1") AS (VALUES
  ('é', '🎻'),
  ('x', replace('a\0b', '\0', char(0))),
  ('y', replace(replace('new\\n\n\r', '\\n', char(10)), '\r', char(13)))
) SELECT count(*) FROM "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."c0" WHERE "genre"."id" IS NULL
  OR typeof("genre"."id") <> typeof("declared"."c0") OR "genre"."id" IS NOT "declared"."c0" COLLATE "BINARY"
  OR typeof("genre"."name") <> typeof("declared"."c1") OR "genre"."name" IS NOT "declared"."c1" COLLATE "BINARY";

--@ check rows genre expect = 0 (rows that are not declared)
SELECT count(*) FROM "genre" WHERE NOT "genre"."id" IN ('é', 'x', 'y') OR "genre"."id" IS NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"changed","key":["'y'"],"live":["'y'","replace('old\\n', '\\n', char(10))"]}
--@ seal sha256:8e6f570a482000c7d5b2b4d81ee22cf528ee66a77d296cccd25191d82a9a915f
