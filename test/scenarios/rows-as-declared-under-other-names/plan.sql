--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a721729369ed4ca5e0b4ba720513031d8ade1cd7251c67bcc3e9e4e44052c5ba
--@ target fp1:dd73db96bd0363b16bb576e5dd981c9f68dfdc71449a8e76af86c520353a2f3d
--@ rows-base   rows1:ab4fbadf77ce3a77d4d11043b43fe0ad913cdb8a161803e722611aeb97ee8fcb
--@ rows-target rows1:ab4fbadf77ce3a77d4d11043b43fe0ad913cdb8a161803e722611aeb97ee8fcb
--@ rename column tradition.name to tradition.title
--@ rename table genre to tradition
-- 2 renamed

--@ session foreign-keys off
--@ transaction

--@ step rename-table tradition
ALTER TABLE "genre" RENAME TO "tradition";

--@ step rename-column tradition.title
ALTER TABLE "tradition" RENAME COLUMN "name" TO "title";

--@ check rows tradition expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irl', 'Irish'),
  ('swe', 'Swedish')
) AS "declared" LEFT JOIN "tradition" ON "tradition"."id" = "declared"."column1"
WHERE "tradition"."id" IS NULL
  OR "tradition"."id" IS NOT "declared"."column1"
  OR "tradition"."title" IS NOT "declared"."column2";

--@ check rows tradition expect = 2 (all rows)
SELECT count(*) FROM "tradition";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table genre
--= CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)
--@ seal sha256:5c83d5a3e16bb0d435557b8c1f0fa0db45e8427eb974ee7d514e818e65f50fea
