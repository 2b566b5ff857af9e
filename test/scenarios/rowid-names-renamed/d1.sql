--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:16e5cbe7a6943376d729ba1da07556dd8a38c8bef296ec33eb3a2709eeb43450
--@ target fp1:4d366511c255c4514f76e4e2c2730159ead3f28db787b52bff91f985d2a29a99
--@ rename column graves.oid to graves.object
--@ rename column keyed.oid to keyed.id
--@ rename column log._rowid_ to log.oid
--@ rename column node.rowid to node.label
--@ rename column swapped.a to swapped.oid
--@ rename column swapped.oid to swapped.a
--@ approve drop-column smaller.oid rows<=1
-- 6 renamed, 1 added, 2 changed, 7 rebuilt, 1 dropped
-- destroys: smaller.oid

--@ session foreign-keys deferred
--@ transaction

--@ check drop-column smaller.oid expect <= 1 (the approved loss)
SELECT count(*) FROM "smaller" WHERE "smaller"."oid" IS NOT NULL;

--@ step drop-trigger node_ai (created again below)
DROP TRIGGER "node_ai";

--@ step drop-view buried (created again below)
DROP VIEW "buried";

--@ step rename-column keyed.id
ALTER TABLE "keyed" RENAME COLUMN "oid" TO "id";

--@ step rebuild-create smaller (D1 cannot drop oid in place: oid is a name of the rowid)
CREATE TABLE "__trueup_smaller" (x TEXT);

--@ step rebuild-copy smaller
INSERT OR ABORT INTO "__trueup_smaller" (rowid, "x")
SELECT "smaller".rowid, "smaller"."x"
FROM "smaller" ORDER BY "smaller".rowid;

--@ check rebuild-rows smaller expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "smaller") - (SELECT count(*) FROM "__trueup_smaller"))
 + (SELECT count(*) FROM "smaller" AS "old" LEFT JOIN "__trueup_smaller" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."x" IS NOT "new"."x" COLLATE BINARY);

--@ step rebuild-drop smaller
DROP TABLE "smaller";

--@ step rebuild-rename smaller
ALTER TABLE "__trueup_smaller" RENAME TO "smaller";

--@ step rebuild-create taller (D1 cannot add oid in place: oid is a name of the rowid)
CREATE TABLE "__trueup_taller" (x TEXT, oid INTEGER DEFAULT 3);

--@ step rebuild-copy taller
INSERT OR ABORT INTO "__trueup_taller" (rowid, "x")
SELECT "taller".rowid, "taller"."x"
FROM "taller" ORDER BY "taller".rowid;

--@ check rebuild-rows taller expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "taller") - (SELECT count(*) FROM "__trueup_taller"))
 + (SELECT count(*) FROM "taller" AS "old" LEFT JOIN "__trueup_taller" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."x" IS NOT "new"."x" COLLATE BINARY);

--@ step rebuild-drop taller
DROP TABLE "taller";

--@ step rebuild-rename taller
ALTER TABLE "__trueup_taller" RENAME TO "taller";

--@ step rebuild-create graves (D1 cannot rename oid to object in place: oid is a name of the rowid)
CREATE TABLE "__trueup_graves" (object INTEGER, type TEXT, usn INTEGER);

--@ step rebuild-copy graves
INSERT OR ABORT INTO "__trueup_graves" (rowid, "object", "type", "usn")
SELECT "graves".rowid, "graves"."object", "graves"."type", "graves"."usn"
FROM (SELECT rowid AS rowid, "oid" AS "object", "type", "usn" FROM "graves") AS "graves" ORDER BY "graves".rowid;

--@ check rebuild-rows graves expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "graves") - (SELECT count(*) FROM "__trueup_graves"))
 + (SELECT count(*) FROM (SELECT rowid AS rowid, "oid" AS "object", "type", "usn" FROM "graves") AS "old" LEFT JOIN "__trueup_graves" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."object" IS NOT "new"."object" COLLATE BINARY
  OR "old"."type" IS NOT "new"."type" COLLATE BINARY
  OR "old"."usn" IS NOT "new"."usn" COLLATE BINARY);

--@ step rebuild-drop graves
DROP TABLE "graves";

--@ step rebuild-rename graves
ALTER TABLE "__trueup_graves" RENAME TO "graves";

--@ step defer-keys node (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create node (D1 cannot rename rowid to label in place: rowid is a name of the rowid)
CREATE TABLE "__trueup_node" (label TEXT NOT NULL UNIQUE, parent TEXT REFERENCES "__trueup_node" (label), name TEXT DEFAULT 'none');

--@ step reference-index node (while it is rebuilt)
CREATE INDEX "__trueup_ref_1" ON "__trueup_node" ("parent");

--@ step rebuild-copy node
INSERT OR ABORT INTO "__trueup_node" (rowid, "label", "parent", "name")
SELECT "node".rowid, "node"."label", "node"."parent", "node"."name"
FROM (SELECT _rowid_ AS rowid, "rowid" AS "label", "parent", "name" FROM "node") AS "node" ORDER BY "node".rowid;

--@ check rebuild-rows node expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "node") - (SELECT count(*) FROM "__trueup_node"))
 + (SELECT count(*) FROM (SELECT _rowid_ AS rowid, "rowid" AS "label", "parent", "name" FROM "node") AS "old" LEFT JOIN "__trueup_node" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."label" IS NOT "new"."label" COLLATE BINARY
  OR "old"."parent" IS NOT "new"."parent" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY);

--@ step reference-index node (finds the rows that refer to node)
CREATE INDEX "__trueup_ref_2" ON "node" ("parent");

--@ step reference-index leaf (finds the rows that refer to node)
CREATE INDEX "__trueup_ref_3" ON "leaf" ("node");

--@ step shield leaf (ON DELETE CASCADE must not act while node is dropped)
CREATE TRIGGER "__trueup_shield_1" BEFORE DELETE ON "leaf" BEGIN SELECT RAISE(IGNORE); END;

--@ step rebuild-drop node
DROP TABLE "node";

--@ step unshield leaf
DROP TRIGGER "__trueup_shield_1";

--@ step drop-reference-index leaf
DROP INDEX "__trueup_ref_3";

--@ step rebuild-rename node
ALTER TABLE "__trueup_node" RENAME TO "node";

--@ step drop-reference-index node
DROP INDEX "__trueup_ref_1";

--@ step settle-keys node (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys leaf (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create leaf (it refers to node.label, which gets this name from a rebuild)
CREATE TABLE "__trueup_leaf" (id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT REFERENCES node (label) ON DELETE CASCADE);

--@ step rebuild-copy leaf
INSERT OR ABORT INTO "__trueup_leaf" ("id", "node")
SELECT "leaf"."id", "leaf"."node"
FROM "leaf" ORDER BY "leaf".rowid;

--@ check rebuild-rows leaf expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "leaf") - (SELECT count(*) FROM "__trueup_leaf"))
 + (SELECT count(*) FROM "leaf" AS "old" LEFT JOIN "__trueup_leaf" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."node" IS NOT "new"."node" COLLATE BINARY);

--@ step rebuild-sequence leaf (used ids are never reused)
DELETE FROM "sqlite_sequence" WHERE "name" = '__trueup_leaf';

--@ step rebuild-sequence leaf
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT '__trueup_leaf', "seq" FROM "sqlite_sequence" WHERE "name" = 'leaf';

--@ step rebuild-drop leaf
DROP TABLE "leaf";

--@ step rebuild-rename leaf
ALTER TABLE "__trueup_leaf" RENAME TO "leaf";

--@ step settle-keys leaf (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step rebuild-create log (D1 cannot rename _rowid_ to oid in place: _rowid_ is a name of the rowid)
CREATE TABLE "__trueup_log" (id INTEGER PRIMARY KEY, oid TEXT);

--@ step rebuild-copy log
INSERT OR ABORT INTO "__trueup_log" ("id", "oid")
SELECT "log"."id", "log"."oid"
FROM (SELECT rowid AS rowid, "id", "_rowid_" AS "oid" FROM "log") AS "log" ORDER BY "log".rowid;

--@ check rebuild-rows log expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "log") - (SELECT count(*) FROM "__trueup_log"))
 + (SELECT count(*) FROM (SELECT rowid AS rowid, "id", "_rowid_" AS "oid" FROM "log") AS "old" LEFT JOIN "__trueup_log" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY);

--@ step rebuild-drop log
DROP TABLE "log";

--@ step rebuild-rename log
ALTER TABLE "__trueup_log" RENAME TO "log";

--@ step rebuild-create swapped (D1 cannot rename oid to a in place: oid is a name of the rowid; D1 cannot rename a to oid in place: oid is a name of the rowid)
CREATE TABLE "__trueup_swapped" (oid TEXT, a TEXT, gone TEXT);

--@ step rebuild-copy swapped
INSERT OR ABORT INTO "__trueup_swapped" (rowid, "oid", "a", "gone")
SELECT "swapped".rowid, "swapped"."oid", "swapped"."a", "swapped"."gone"
FROM (SELECT rowid AS rowid, "a" AS "oid", "oid" AS "a", "gone" FROM "swapped") AS "swapped" ORDER BY "swapped".rowid;

--@ check rebuild-rows swapped expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "swapped") - (SELECT count(*) FROM "__trueup_swapped"))
 + (SELECT count(*) FROM (SELECT rowid AS rowid, "a" AS "oid", "oid" AS "a", "gone" FROM "swapped") AS "old" LEFT JOIN "__trueup_swapped" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."oid" IS NOT "new"."oid" COLLATE BINARY
  OR "old"."a" IS NOT "new"."a" COLLATE BINARY
  OR "old"."gone" IS NOT "new"."gone" COLLATE BINARY);

--@ step rebuild-drop swapped
DROP TABLE "swapped";

--@ step rebuild-rename swapped
ALTER TABLE "__trueup_swapped" RENAME TO "swapped";

--@ step create-index graves_by_oid
CREATE INDEX graves_by_oid ON graves (object, usn);

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
--@ seal sha256:15b9b408f32fdf4b8a7dcf60df55a0aa27da1940e65c8ac29960b66db33e24d1
