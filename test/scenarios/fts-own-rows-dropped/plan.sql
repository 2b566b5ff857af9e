--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:92459e26cc822a0c65033d611831a0e9a9ff64e161a7f17e1730460930c2f8d3
--@ target fp1:6d41db3007a64498bce64e77ed81086a69a693726578e800415104aaf207792d
--@ approve drop-virtual-table note rows<=2
-- 1 dropped
-- destroys: note

--@ session foreign-keys off
--@ transaction

--@ check drop-table note expect <= 2 (what somebody approved to lose)
SELECT count(*) FROM "note";

--@ step drop-virtual-table note
DROP TABLE "note";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before virtual-table note
--= CREATE VIRTUAL TABLE note USING fts5(title, body)
--@ seal sha256:09d7498fa16a714b851acd0683c2a6916a8b916cb3f57dd7394ceef42058ed1f
