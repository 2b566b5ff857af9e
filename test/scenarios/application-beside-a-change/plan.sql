--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a58bd29ea03bfa1a282d8ac40a94e8ecea1e5864305eb0fdef6ac20c30b85b73
--@ target fp1:5dc1e942747cb107c7371f8860dfa4f96a2ce79707b1aea1d3106df9c4eb8ca8
--@ function "title_sort/1"
--@ collation unicase
-- 1 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ step add-column place.more
ALTER TABLE "place" ADD COLUMN "more" TEXT;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table place
--= CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT)
--@ seal sha256:78ecf26ecf431b46665b3d85702a0c515d5cabd24f1ec72c039a64a9ede18d5f
