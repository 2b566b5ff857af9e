--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:4e01e27c0a9c4e1ca352bdc616b5a9c4b5ef58cb2d918c581556935bb0eb3c48
--@ target fp1:4e01e27c0a9c4e1ca352bdc616b5a9c4b5ef58cb2d918c581556935bb0eb3c48
--@ rows-base   rows1:01921c470a99a772b4f6d9f1f9b097d717981fab071a04acab82c40fd458322b
--@ rows-target rows1:7f90b1034c63fca0d3ad0bd3dfd6c425f18d3516361883458a5b86a40e04612e
--@ approve delete-rows genre rows<=1
--@ approve delete-rows note rows<=3
--@ approve delete-rows tune rows<=2
--@ approve overwrite-rows wish rows<=1
-- 1 row changed, 6 rows deleted
-- rows: genre
-- overwrites or deletes: rows of genre, rows of tune, rows of note, rows of wish

--@ session foreign-keys off
--@ transaction

--@ check delete-rows genre expect <= 1 (the approved loss)
SELECT count(*) FROM "genre" WHERE "genre"."id" IN ('old');

--@ check delete-rows tune expect <= 2 (the approved loss)
SELECT count(*) FROM "tune" WHERE "tune"."genre" IN (SELECT "genre"."id" FROM "genre" WHERE ("genre"."id" IN ('old')));

--@ check delete-rows note expect <= 3 (the approved loss)
SELECT count(*) FROM "note" WHERE "note"."tune" IN (SELECT "tune"."id" FROM "tune" WHERE "tune"."genre" IN (SELECT "genre"."id" FROM "genre" WHERE ("genre"."id" IN ('old'))));

--@ check overwrite-rows wish expect <= 1 (the approved loss)
SELECT count(*) FROM "wish" WHERE "wish"."genre" IN (SELECT "genre"."id" FROM "genre" WHERE ("genre"."id" IN ('old')));

--@ step delete-rows note (by note.tune, ON DELETE CASCADE)
DELETE FROM "note" WHERE "note"."tune" IN (SELECT "tune"."id" FROM "tune" WHERE "tune"."genre" IN (SELECT "genre"."id" FROM "genre" WHERE ("genre"."id" IN ('old'))));

--@ step delete-rows tune (by tune.genre, ON DELETE CASCADE)
DELETE FROM "tune" WHERE "tune"."genre" IN (SELECT "genre"."id" FROM "genre" WHERE ("genre"."id" IN ('old')));

--@ step update-rows wish (by wish.genre, ON DELETE SET NULL)
UPDATE "wish" SET "genre" = NULL WHERE "wish"."genre" IN (SELECT "genre"."id" FROM "genre" WHERE ("genre"."id" IN ('old')));

--@ step delete-rows genre
DELETE FROM "genre" WHERE "genre"."id" IN ('old');

--@ check rows genre expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('irl', 'Irish')
) AS "declared" LEFT JOIN "genre" ON "genre"."id" = "declared"."column1"
WHERE "genre"."id" IS NULL
  OR "genre"."id" IS NOT "declared"."column1"
  OR "genre"."name" IS NOT "declared"."column2";

--@ check rows genre expect = 1 (all rows)
SELECT count(*) FROM "genre";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows genre
--= {"fact":"extra","live":["'old'","'Old'"]}
--= {"fact":"referring","on":"delete","by":["tune.genre"],"does":"delete","rows":2}
--= {"fact":"referring","on":"delete","by":["tune.genre","note.tune"],"does":"delete","rows":3}
--= {"fact":"referring","on":"delete","by":["wish.genre"],"does":"update","rows":1}
--@ seal sha256:03cf358aed865d0b0005590a691bcd3dab1560649efcab6861c5fa22925cfda3
