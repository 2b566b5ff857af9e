--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:d636832ae042afec43057d2c93a4e37bf9a58d30fb9f8f280067ecc59c831695
--@ target fp1:8b8c1200ec743705dadeca8443cc0ee14ad2d185c1df78aea00fb0e396f53598
--@ approve drop-column t.a rows<=1
-- 1 changed, 2 dropped
-- destroys: t.a

--@ session foreign-keys off
--@ transaction

--@ check drop-column t.a expect <= 1 (the approved loss)
SELECT count(*) FROM "t" WHERE "t"."a" IS NOT NULL;

--@ step drop-column t.up
ALTER TABLE "t" DROP COLUMN "up";

--@ step drop-column t.a
ALTER TABLE "t" DROP COLUMN "a";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, up TEXT AS (upper(a)))
--@ seal sha256:7b19cfad90391b4455bd65a740b464c052c1c2576ac5f1af4e55da2c57cd00f9
