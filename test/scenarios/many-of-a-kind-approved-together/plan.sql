--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:78fe48bc5828cc59d33cb6731b0d3b771708e5388452ca16d3874c763179f1e2
--@ target fp1:4acba415155e58f94fa8cba2719dd3a974a776680da047db87a5e6c970f48bb8
--@ approve drop-index "by name"
--@ approve drop-index by_key
--@ approve drop-index by_tempo
--@ approve drop-index by_title
--@ approve drop-trigger tune_gone
--@ approve drop-trigger tune_new
--@ approve drop-view slow
-- 7 dropped
-- destroys: "by name", by_key, by_tempo, by_title, slow, tune_gone, tune_new

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger tune_gone
DROP TRIGGER "tune_gone";

--@ step drop-trigger tune_new
DROP TRIGGER "tune_new";

--@ step drop-view slow
DROP VIEW "slow";

--@ step drop-index "by name"
DROP INDEX "by name";

--@ step drop-index by_key
DROP INDEX "by_key";

--@ step drop-index by_tempo
DROP INDEX "by_tempo";

--@ step drop-index by_title
DROP INDEX "by_title";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before index "by name"
--= CREATE INDEX "by name" ON player (name)
--@ before index by_key
--= CREATE INDEX by_key ON tune (key)
--@ before index by_tempo
--= CREATE INDEX by_tempo ON tune (tempo)
--@ before index by_title
--= CREATE INDEX by_title ON tune (title)
--@ before view slow
--= CREATE VIEW slow AS SELECT title FROM tune WHERE tempo < 80
--@ before trigger tune_new
--= CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN SELECT 1; END
--@ before trigger tune_gone
--= CREATE TRIGGER tune_gone AFTER DELETE ON tune BEGIN SELECT 1; END
--@ seal sha256:3505c65a1ad811706404ea40dd6919e04a6de5548424aacb94b32585c6e4effe
