--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:ca3b9e6a9642b44b77fac3fa4032175bfb3ee9714a2a2e2e0436e7ecca532b0b
--@ target fp1:7636c857c7a2cb266365950634c9f29f9ecd6e3b7100c6b98447f30e201c135f
--@ approve drop-column t.a rows<=2
-- 2 added, 1 changed, 1 rebuilt, 2 dropped
-- destroys: t.a

--@ session foreign-keys off
--@ transaction

--@ check drop-column t.a expect <= 2 (the approved loss)
SELECT count(*) FROM "t" WHERE "t"."a" IS NOT NULL;

--@ step rebuild-create t (a is the only column; PRIMARY KEY changes; WITHOUT ROWID is dropped)
CREATE TABLE "__trueup_t" (id INTEGER PRIMARY KEY, kind TEXT NOT NULL DEFAULT 'old');

--@ step rebuild-copy t
INSERT OR ABORT INTO "__trueup_t" ("id")
SELECT NULL
FROM "t";

--@ check rebuild-rows t expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "t") - (SELECT count(*) FROM "__trueup_t"));

--@ step rebuild-drop t
DROP TABLE "t";

--@ step rebuild-rename t
ALTER TABLE "__trueup_t" RENAME TO "t";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID
--@ seal sha256:9d9a7614fd90d4bf1e58627dea6e9227d6e9bed4121c4793007f08c3a5076cbb
