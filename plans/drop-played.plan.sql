--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:18fe57dc485d7950858acb77d78f85d0fd49bcf4de169ec07d0e9bc4fb94d091
--@ target fp1:da19e70a54f1a5d0500c2ea944318d7618af6b1628ac6fd19cf140f704ef775f
--@ approve drop-table played rows<=5000 because "practice keeps the last time and the number of times, and nobody looked at more"
-- 1 dropped
-- destroys: played

--@ session foreign-keys off
--@ transaction

--@ check drop-table played expect <= 5000 (the approved loss)
SELECT count(*) FROM "played";

--@ step drop-table played
DROP TABLE "played";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table played
--= CREATE TABLE played (
--=   user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
--=   tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
--=   at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
--= ) STRICT
--@ seal sha256:8bbd0d7d662db1c2305990643abe6fd531b9c3b4106a7eff4008093d17ad0034
