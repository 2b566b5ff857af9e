--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:ef430bbe3662d8aaa84db7e0963fd9782a19c1ff89d4e95e489c0a1a2e640de2
--@ target fp1:4b64c67c8764c9150e900060f5c0059807c51828b78526755bb59cc7686530b5
--@ approve drop-trigger link_moved
-- 1 changed
-- destroys: link_moved

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger link_moved (created again below)
DROP TRIGGER "link_moved";

--@ step create-trigger link_moved
CREATE TRIGGER link_moved AFTER UPDATE OF book ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before trigger link_moved
--= CREATE TRIGGER link_moved AFTER UPDATE OF boook ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END
--@ seal sha256:4bd756113681a9884630f20365bc85a3f1c91399e5986c0cf43d89fffc989c6e
