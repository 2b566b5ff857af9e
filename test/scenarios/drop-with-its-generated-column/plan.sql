--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:d636832ae042afec43057d2c93a4e37bf9a58d30fb9f8f280067ecc59c831695
--@ target fp1:8b8c1200ec743705dadeca8443cc0ee14ad2d185c1df78aea00fb0e396f53598
--@ approve drop-column t.a rows<=1
-- 1 changed, 2 dropped
-- destroys: t.a

--@ session foreign-keys off
--@ transaction

--@ check drop-column t.a expect <= 1 (what somebody approved to lose)
SELECT count(*) FROM "t" WHERE "t"."a" IS NOT NULL;

--@ step drop-column t.up
ALTER TABLE "t" DROP COLUMN "up";

--@ step drop-column t.a
ALTER TABLE "t" DROP COLUMN "a";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, up TEXT AS (upper(a)))
--@ seal sha256:47b1d3ca61627aa4a450347090839abc88114f6c1cf2647e7d563df8478183f3
