--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:16e5cbe7a6943376d729ba1da07556dd8a38c8bef296ec33eb3a2709eeb43450
--@ target fp1:4d366511c255c4514f76e4e2c2730159ead3f28db787b52bff91f985d2a29a99
--@ rename column graves.oid to graves.object
--@ rename column keyed.oid to keyed.id
--@ rename column log._rowid_ to log.oid
--@ rename column node.rowid to node.label
--@ rename column swapped.a to swapped.oid
--@ rename column swapped.oid to swapped.a
--@ approve drop-column smaller.oid rows<=1
-- 6 renamed, 1 added, 4 changed, 1 dropped
-- destroys: smaller.oid

--@ session foreign-keys off
--@ transaction

--@ check drop-column smaller.oid expect <= 1 (the approved loss)
SELECT count(*) FROM "smaller" WHERE "smaller"."oid" IS NOT NULL;

--@ step drop-trigger node_ai (created again below)
DROP TRIGGER "node_ai";

--@ step drop-view buried (created again below)
DROP VIEW "buried";

--@ step rename-column graves.object
ALTER TABLE "graves" RENAME COLUMN "oid" TO "object";

--@ step rename-column keyed.id
ALTER TABLE "keyed" RENAME COLUMN "oid" TO "id";

--@ step rename-column log.oid
ALTER TABLE "log" RENAME COLUMN "_rowid_" TO "oid";

--@ step rename-column node.label
ALTER TABLE "node" RENAME COLUMN "rowid" TO "label";

--@ step rename-column swapped.__trueup_a (a temporary name while names are swapped)
ALTER TABLE "swapped" RENAME COLUMN "oid" TO "__trueup_a";

--@ step rename-column swapped.oid
ALTER TABLE "swapped" RENAME COLUMN "a" TO "oid";

--@ step rename-column swapped.a
ALTER TABLE "swapped" RENAME COLUMN "__trueup_a" TO "a";

--@ step drop-column smaller.oid
ALTER TABLE "smaller" DROP COLUMN "oid";

--@ step add-column taller.oid
ALTER TABLE "taller" ADD COLUMN "oid" INTEGER DEFAULT 3;

--@ step create-view buried
CREATE VIEW buried AS SELECT object, type FROM graves;

--@ step create-trigger node_ai
CREATE TRIGGER node_ai AFTER INSERT ON node BEGIN INSERT INTO graves (object, type) VALUES (new.label, 'node'); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table graves
--= CREATE TABLE graves (oid INTEGER, type TEXT, usn INTEGER)
--@ before table keyed
--= CREATE TABLE keyed (oid TEXT PRIMARY KEY, x TEXT) WITHOUT ROWID
--@ before table leaf
--= CREATE TABLE leaf (id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT REFERENCES node (rowid) ON DELETE CASCADE)
--@ before table log
--= CREATE TABLE log (id INTEGER PRIMARY KEY, _rowid_ TEXT)
--@ before table node
--= CREATE TABLE node (rowid TEXT NOT NULL UNIQUE, parent TEXT REFERENCES node (rowid), name TEXT DEFAULT 'none')
--@ before table smaller
--= CREATE TABLE smaller (x TEXT, oid TEXT)
--@ before table swapped
--= CREATE TABLE swapped (a TEXT, oid TEXT, gone TEXT)
--@ before table taller
--= CREATE TABLE taller (x TEXT)
--@ before index graves_by_oid
--= CREATE INDEX graves_by_oid ON graves (oid, usn)
--@ before view buried
--= CREATE VIEW buried AS SELECT oid, type FROM graves
--@ before trigger node_ai
--= CREATE TRIGGER node_ai AFTER INSERT ON node BEGIN INSERT INTO graves (oid, type) VALUES (new.rowid, 'node'); END
--@ seal sha256:a3977c77ac274dddbb94663b49a335c801efca0fba4e496d42de719da60551a8
