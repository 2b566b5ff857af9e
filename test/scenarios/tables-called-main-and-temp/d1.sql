--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:632755ca5d9dce9925668ef25ea0bec921f49e3483cb0f8d5b4431ea0a436217
--@ target fp1:93d2d0596b0b617eebc7ecdb20c44b27947be25c74624aaaad2dfcb4a8ad99a0
--@ rename column sqlite.oid to sqlite.end
-- 1 renamed, 6 added, 6 changed, 4 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert main.end expect = 0 (every value converts without loss)
SELECT count(*) FROM "main" WHERE NOT CASE typeof("main"."end") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("main"."end" AS INTEGER) AS REAL) = "main"."end" AND abs("main"."end") < 9007199254740993 WHEN 'text' THEN CAST(CAST("main"."end" AS INTEGER) AS TEXT) = "main"."end" ELSE 0 END;

--@ check convert temp.oid expect = 0 (every value converts without loss)
SELECT count(*) FROM "temp" WHERE NOT CASE typeof("temp"."oid") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("temp"."oid" AS TEXT) AS REAL) = "temp"."oid" ELSE 0 END;

--@ step drop-trigger trigger (created again below)
DROP TRIGGER "trigger";

--@ step drop-view view (created again below)
DROP VIEW "view";

--@ step rebuild-create libsql_wasm_mine (D1 cannot add oid in place: oid is a name of the rowid; UNIQUE (rowid) is added)
CREATE TABLE "__trueup_libsql_wasm_mine" (id INTEGER PRIMARY KEY, rowid TEXT UNIQUE, oid INT DEFAULT 4);

--@ step rebuild-copy libsql_wasm_mine
INSERT OR ABORT INTO "__trueup_libsql_wasm_mine" ("id", "rowid")
SELECT "libsql_wasm_mine"."id", "libsql_wasm_mine"."rowid"
FROM "libsql_wasm_mine" ORDER BY "libsql_wasm_mine"._rowid_;

--@ check rebuild-rows libsql_wasm_mine expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "libsql_wasm_mine") - (SELECT count(*) FROM "__trueup_libsql_wasm_mine"))
 + (SELECT count(*) FROM "libsql_wasm_mine" AS "old" LEFT JOIN "__trueup_libsql_wasm_mine" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY);

--@ step rebuild-drop libsql_wasm_mine
DROP TABLE "libsql_wasm_mine";

--@ step rebuild-rename libsql_wasm_mine
ALTER TABLE "__trueup_libsql_wasm_mine" RENAME TO "libsql_wasm_mine";

--@ step rebuild-create main (UNIQUE (commit) is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_main" (main INTEGER PRIMARY KEY, "end" INTEGER, "begin" INT NOT NULL, "commit" INT UNIQUE);

--@ step rebuild-copy main
INSERT OR ABORT INTO "__trueup_main" ("main", "end", "begin")
SELECT "main"."main", "main"."end", "main"."begin"
FROM "main" ORDER BY "main".rowid;

--@ check rebuild-rows main expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "main") - (SELECT count(*) FROM "__trueup_main"))
 + (SELECT count(*) FROM "main" AS "old" LEFT JOIN "__trueup_main" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."main" IS NOT "new"."main" COLLATE BINARY
  OR (typeof("old"."end") = typeof("new"."end") AND "old"."end" IS NOT "new"."end" COLLATE BINARY)
  OR "old"."begin" IS NOT "new"."begin" COLLATE BINARY);

--@ step rebuild-drop main
DROP TABLE "main";

--@ step rebuild-rename main
ALTER TABLE "__trueup_main" RENAME TO "main";

--@ step rebuild-create sqlite (D1 cannot rename oid to end in place: oid is a name of the rowid; UNIQUE (rowid) is added)
CREATE TABLE "__trueup_sqlite" (_rowid_ INT, rowid INT UNIQUE, "end" TEXT);

--@ step rebuild-copy sqlite
INSERT OR ABORT INTO "__trueup_sqlite" ("_rowid_", "rowid", "end")
SELECT "sqlite"."_rowid_", "sqlite"."rowid", "sqlite"."end"
FROM (SELECT "_rowid_", "rowid", "oid" AS "end" FROM "sqlite") AS "sqlite";

--@ check rebuild-rows sqlite expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "sqlite") - (SELECT count(*) FROM "__trueup_sqlite"))
 + (SELECT count(*) FROM (SELECT "sqlite"."_rowid_" COLLATE BINARY, "sqlite"."rowid" COLLATE BINARY, "sqlite"."end" COLLATE BINARY FROM (SELECT "_rowid_", "rowid", "oid" AS "end" FROM "sqlite") AS "sqlite" EXCEPT SELECT "__trueup_sqlite"."_rowid_" COLLATE BINARY, "__trueup_sqlite"."rowid" COLLATE BINARY, "__trueup_sqlite"."end" COLLATE BINARY FROM "__trueup_sqlite"))
 + (SELECT count(*) FROM (SELECT "__trueup_sqlite"."_rowid_" COLLATE BINARY, "__trueup_sqlite"."rowid" COLLATE BINARY, "__trueup_sqlite"."end" COLLATE BINARY FROM "__trueup_sqlite" EXCEPT SELECT "sqlite"."_rowid_" COLLATE BINARY, "sqlite"."rowid" COLLATE BINARY, "sqlite"."end" COLLATE BINARY FROM (SELECT "_rowid_", "rowid", "oid" AS "end" FROM "sqlite") AS "sqlite"));

--@ step rebuild-drop sqlite
DROP TABLE "sqlite";

--@ step rebuild-rename sqlite
ALTER TABLE "__trueup_sqlite" RENAME TO "sqlite";

--@ step rebuild-create temp (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_temp" (oid TEXT, rowid TEXT, "case" INT CHECK ("case" > 0));

--@ step rebuild-copy temp
INSERT OR ABORT INTO "__trueup_temp" (_rowid_, "oid", "rowid", "case")
SELECT "temp"._rowid_, "temp"."oid", "temp"."rowid", "temp"."case"
FROM "temp" ORDER BY "temp"._rowid_;

--@ check rebuild-rows temp expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "temp") - (SELECT count(*) FROM "__trueup_temp"))
 + (SELECT count(*) FROM "temp" AS "old" LEFT JOIN "__trueup_temp" AS "new" ON "new"._rowid_ = "old"._rowid_
  WHERE "new"._rowid_ IS NULL
  OR (typeof("old"."oid") = typeof("new"."oid") AND "old"."oid" IS NOT "new"."oid" COLLATE BINARY)
  OR "old"."rowid" IS NOT "new"."rowid" COLLATE BINARY
  OR "old"."case" IS NOT "new"."case" COLLATE BINARY);

--@ step rebuild-drop temp
DROP TABLE "temp";

--@ step rebuild-rename temp
ALTER TABLE "__trueup_temp" RENAME TO "temp";

--@ step create-index index
CREATE INDEX "index" ON main ("end", "begin");

--@ step create-view view
CREATE VIEW "view" AS SELECT "begin" FROM main JOIN temp ON 1;

--@ step create-trigger trigger
CREATE TRIGGER "trigger" AFTER INSERT ON main BEGIN INSERT INTO temp (rowid) VALUES (NEW."begin"); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table libsql_wasm_mine
--= CREATE TABLE libsql_wasm_mine (id INTEGER PRIMARY KEY, rowid TEXT)
--@ before table main
--= CREATE TABLE main (main INTEGER PRIMARY KEY, "end" TEXT, "begin" INT)
--@ before table sqlite
--= CREATE TABLE sqlite (_rowid_ INT, rowid INT, oid TEXT)
--@ before table temp
--= CREATE TABLE temp (oid INT, rowid TEXT, "case" INT)
--@ before index index
--= CREATE INDEX "index" ON main ("end")
--@ before view view
--= CREATE VIEW "view" AS SELECT "end" FROM main JOIN temp ON 1
--@ before trigger trigger
--= CREATE TRIGGER "trigger" AFTER INSERT ON main BEGIN INSERT INTO temp (rowid) VALUES (NEW."end"); END
--@ seal sha256:5418d1f5841362dd62aab4cd0741f351505cd5eb5638e3dbd931f154fe13dfdf
