--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:2b5c3722b1eea810b75904aaa651bea3857f42e31a94f47cdabee4cdc180f460
--@ target fp1:d3b16baa6b1a83ad848bba477b258e626cec3691f48082b36e6b93cbcc5d1ab0
--@ function "title_sort/1"
--@ collation unicase
-- 2 added, 2 changed

--@ session foreign-keys off
--@ transaction

--@ step add-column author.died
ALTER TABLE "author" ADD COLUMN "died" TEXT;

--@ step add-column tune.more
ALTER TABLE "tune" ADD COLUMN "more" TEXT;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table author
--= CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT COLLATE unicase, plain TEXT AS (title_sort(name)), born TEXT)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT, CHECK (title_sort(title) <> ''))
--@ seal sha256:61d643557e97b8303b98255f97bd6388c69c6d6166fa90ac701d5aa854f8eb46
