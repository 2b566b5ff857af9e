--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:d2cfb7bbd5b67e46c96c76cf712f23b107708398e82720c6b966478222878b95
--@ target fp1:d2cfb7bbd5b67e46c96c76cf712f23b107708398e82720c6b966478222878b95
--@ rows-base   rows1:9a3fc4633fc564a63b41e921b1ea51359abdb4ee479a811cc73d63e25e03b28b
--@ rows-target rows1:d23152cda22ca5d5063f50d17cc38c33980ed16d24737e3f8b7a21c1f98563a3
-- 1 row inserted
-- rows: setting

--@ session foreign-keys off
--@ transaction

--@ step insert-rows setting (1 row)
INSERT INTO "setting" ("key", "value", "since") VALUES
  ('lang', 'en', (datetime('now')));

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
--@ seal sha256:18c25fda4905eca38a28a0e87cc22b05058386db6d77c85cd458e71bf6196a24
