--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:1c3733bbbd1ef9eb1a11bc34d9739e78705db1d4189467c01c220172c00e4d17
--@ target fp1:bcf94d6c2fbd29ac560c45986990ada5da91fdf294163dbf55e7f8ee4b50e9db
--@ approve drop-column t.b rows<=1
-- 2 changed, 1 dropped
-- destroys: t.b

--@ session foreign-keys off
--@ transaction

--@ check drop-column t.b expect <= 1 (the approved loss)
SELECT count(*) FROM "t" WHERE "t"."b" IS NOT NULL;

--@ step drop-trigger u_new (created again below)
DROP TRIGGER "u_new";

--@ step drop-column t.b
ALTER TABLE "t" DROP COLUMN "b";

--@ step create-trigger u_new
CREATE TRIGGER u_new AFTER INSERT ON u BEGIN INSERT INTO t (a) VALUES ('x'); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)
--@ before trigger u_new
--= CREATE TRIGGER u_new AFTER INSERT ON u BEGIN INSERT INTO t (a, b) VALUES ('x', 'y'); END
--@ seal sha256:02e67d1dd7b94e192cd76dcf2a5f9a81ae54ccd01bbfec55b0bb7216d64dcc56
