--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:d050d29aba68223a786ca0223e9ddc37bd9876ff9f446d824539934a13e4d5d9
--@ target fp1:d050d29aba68223a786ca0223e9ddc37bd9876ff9f446d824539934a13e4d5d9
--@ rows-base   rows1:b27f6b0c7213e03602b553e151f93facc41db0006af6bacb53d7970f13695c1d
--@ rows-target rows1:9ca32a0dd540df13a3e58e90ca13c72021db926ce5082ecefab6bc97eebfed8f
--@ approve overwrite-rows genre rows<=2
--@ approve overwrite-rows tune rows<=3
-- 5 rows changed
-- rows: genre
-- overwrites or deletes: rows of genre, rows of tune

--@ session foreign-keys deferred
--@ transaction

--@ check overwrite-rows genre expect <= 2 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN (1, 2);

--@ check overwrite-rows tune expect <= 3 (the approved loss)
SELECT count(*) FROM "tune" WHERE "tune"."genre" IN (SELECT "genre"."code" FROM "genre" WHERE ("genre"."id" IN (1, 2)));

--@ step update-rows genre (2 rows)
WITH "declared"("key id", "new code", "old code") AS (VALUES
  (1, 'irl', 'ie'),
  (2, 'sco', 'sc')
) UPDATE "genre" SET "code" = "declared"."new code"
FROM "declared" WHERE "genre"."id" = "declared"."key id" AND "genre"."code" IS "declared"."old code" COLLATE "BINARY";

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 'irl'),
  (2, 'sco')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."code" IS NOT "declared"."column2";

--@ check rows genre expect = 2 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"changed","key":["1"],"live":["1","'ie'"]}
--= {"fact":"changed","key":["2"],"live":["2","'sc'"]}
--= {"fact":"referring","on":"update","by":["tune.genre"],"does":"update","rows":3}
--@ seal sha256:3272c914dd73ebbd4a013f9bb6b6c03628bb7fa6e294d6cb08ce37270862314f
