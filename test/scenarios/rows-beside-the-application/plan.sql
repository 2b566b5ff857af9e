--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:63f464e461882a17d4e15459b83f8730d2868ea229fe3a1c1f9fc1952049a983
--@ target fp1:63f464e461882a17d4e15459b83f8730d2868ea229fe3a1c1f9fc1952049a983
--@ function "title_sort/1"
--@ collation unicase
--@ rows-base   rows1:beea5914573a272aa08b8fbc5bd5c26776b7bbe49aea9f70b0c3dae6f3f4a0fe
--@ rows-target rows1:16d6914c8281ecc18bd41005d0ecfa2ed4270d12b390365a58790eb84637ec52
--@ approve overwrite-rows word rows<=1
-- 1 row changed
-- rows: word
-- overwrites or deletes: rows of word

--@ session foreign-keys off
--@ transaction

--@ check overwrite-rows word expect <= 1 (the approved loss)
SELECT count(*) FROM "word" WHERE "word"."id" IN (1);

--@ step update-rows word (1 row)
UPDATE "word" SET "word" = 'Öl'
WHERE "id" = 1 AND "word" IS 'ol' COLLATE "BINARY";

--@ check rows word expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 'Öl'),
  (2, 'Reel')
) AS "declared" LEFT JOIN "word" ON "word"."id" = "declared"."column1"
WHERE "word"."id" IS NULL
  OR "word"."id" IS NOT "declared"."column1"
  OR "word"."word" IS NOT "declared"."column2" COLLATE "BINARY";

--@ check rows word expect = 2 (all rows)
SELECT count(*) FROM "word";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows word
--= {"fact":"changed","key":["1"],"live":["1","'ol'"]}
--@ seal sha256:cea7d7d7497fee2e757fa0562955a94a2a44aaadc22671df3e364c60cd94b4e5
