--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:92459e26cc822a0c65033d611831a0e9a9ff64e161a7f17e1730460930c2f8d3
--@ target fp1:6d41db3007a64498bce64e77ed81086a69a693726578e800415104aaf207792d
--@ approve drop-virtual-table note rows<=2
-- 1 dropped
-- destroys: note

--@ session foreign-keys off
--@ transaction

--@ check drop-table note expect <= 2 (the approved loss)
SELECT count(*) FROM "note";

--@ step drop-virtual-table note
DROP TABLE "note";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before virtual-table note
--= CREATE VIRTUAL TABLE note USING fts5(title, body)
--@ seal sha256:5022624a186c0f9ab59799ffbbd51f35c527a7838b666e814c31f911c1a373d7
