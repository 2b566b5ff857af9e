--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:cd708fa807e408a9519aef0adcb32341dda89fd340395faef51b75ce09d87368
--@ target fp1:c86e1c8dfbd6f23b2af4626900df78ac5c65b6915eb60f5a0dfbdcd0835c3853
--@ rename column tune.title to tune.name
--@ approve drop-view listed
-- 1 renamed, 1 dropped
-- destroys: listed

--@ session foreign-keys off
--@ transaction

--@ step drop-view left_alone (created again below)
DROP VIEW "left_alone";

--@ step drop-view listed
DROP VIEW "listed";

--@ step rename-column tune.name
ALTER TABLE "tune" RENAME COLUMN "title" TO "name";

--@ step create-view left_alone
CREATE VIEW left_alone AS SELECT x FROM gone;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)
--@ before view left_alone
--= CREATE VIEW left_alone AS SELECT x FROM gone
--@ before view listed
--= CREATE VIEW listed AS SELECT x FROM gone
--@ seal sha256:bbbc33e54cf7fd5de7153a17ea00ac1f49da81fcdd0282fceadf5330d1a5d96f
