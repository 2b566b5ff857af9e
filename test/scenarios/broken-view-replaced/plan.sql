--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:cd708fa807e408a9519aef0adcb32341dda89fd340395faef51b75ce09d87368
--@ target fp1:a835623b8fc1966972c9974b3ef1c7e47ee51212290ca557274249782e67a4be
--@ approve drop-trigger noted
--@ approve drop-view counted
--@ approve drop-view listed
-- 3 changed
-- destroys: counted, listed, noted

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger noted (created again below)
DROP TRIGGER "noted";

--@ step drop-view counted (created again below)
DROP VIEW "counted";

--@ step drop-view listed (created again below)
DROP VIEW "listed";

--@ step create-view counted
CREATE VIEW counted AS SELECT count(*) AS n FROM tune;

--@ step create-view listed
CREATE VIEW listed AS SELECT id, title FROM tune;

--@ step create-trigger noted
CREATE TRIGGER noted AFTER INSERT ON tune BEGIN UPDATE tune SET title = trim(title) WHERE id = NEW.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before view counted
--= CREATE VIEW counted AS SELECT count(y) AS n FROM gone
--@ before view listed
--= CREATE VIEW listed AS SELECT id, title FROM tune UNION ALL SELECT x FROM gone
--@ before trigger noted
--= CREATE TRIGGER noted AFTER INSERT ON tune BEGIN INSERT INTO gone VALUES (NEW.id, NEW.title); END
--@ seal sha256:113736dd83b88e1b5b362957098cd949f1933bb8b919bfbad1cda5eea76df340
