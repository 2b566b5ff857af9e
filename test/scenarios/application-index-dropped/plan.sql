--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:ba95f8a906c937f236757241252396bae0b5460dd5caac3e8c91beb8341e840d
--@ target fp1:b19c712187301b7cd4e4202cf8eab6856b29abe8364ffe5b40da797c6d5da5ab
--@ function "title_sort/1"
--@ approve drop-index tune_sort
-- 1 dropped
-- destroys: tune_sort

--@ session foreign-keys off
--@ transaction

--@ step drop-index tune_sort
DROP INDEX "tune_sort";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before index tune_sort
--= CREATE INDEX tune_sort ON tune (title_sort(title))
--@ seal sha256:bb057c49d8df9974c7a383fb980c8d58432e05f882e26eefa8b62f9045266eac
