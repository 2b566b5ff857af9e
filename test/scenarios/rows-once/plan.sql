--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:d2cfb7bbd5b67e46c96c76cf712f23b107708398e82720c6b966478222878b95
--@ target fp1:d2cfb7bbd5b67e46c96c76cf712f23b107708398e82720c6b966478222878b95
--@ rows-base   rows1:75396ddcfd7a27b034c22c290a5d1c9a460a4d8fffb6fcf730c1878b7af13c64
--@ rows-target rows1:9f378774fbe80c652dfcb55865ebaced35d6209bb4c217c6dd1b554209c770f9
-- 1 row inserted
-- rows: setting

--@ session foreign-keys off
--@ transaction

--@ step insert-rows setting (1 row)
INSERT INTO "setting" ("key", "value", "since") VALUES
  ('lang', 'en', (date('now')));

--@ check rows setting expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  ('theme'),
  ('lang')
) AS "declared" LEFT JOIN "setting" ON "setting"."key" = "declared"."column1"
WHERE "setting"."key" IS NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows setting
--= {"fact":"missing","key":["'lang'"]}
--@ seal sha256:311fcb998275592306edf0b6ca48ebf626c3c2891109d9580a6694c6d04ff2e0
