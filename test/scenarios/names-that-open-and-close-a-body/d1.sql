--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:8d494890b13ccd334a956e83d9921271b245a0ffcfbb65aade2a6f719cf66197
--@ target fp1:ad0417839d2f3b29c587f0560a42d4441b1b15d789b10981b4031a1eb0230daf
-- 1 added, 2 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step drop-trigger begin (created again below)
DROP TRIGGER "begin";

--@ step drop-trigger shift_ends (created again below)
DROP TRIGGER "shift_ends";

--@ step defer-keys shift (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create shift (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_shift" (id INTEGER PRIMARY KEY, begin INTEGER NOT NULL, end INTEGER CHECK (end > begin), "case" TEXT);

--@ step rebuild-copy shift
INSERT OR ABORT INTO "__trueup_shift" ("id", "begin", "end", "case")
SELECT "shift"."id", "shift"."begin", "shift"."end", "shift"."case"
FROM "shift" ORDER BY "shift".rowid;

--@ check rebuild-rows shift expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "shift") - (SELECT count(*) FROM "__trueup_shift"))
 + (SELECT count(*) FROM "shift" AS "old" LEFT JOIN "__trueup_shift" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."begin" IS NOT "new"."begin" COLLATE BINARY
  OR "old"."end" IS NOT "new"."end" COLLATE BINARY
  OR "old"."case" IS NOT "new"."case" COLLATE BINARY);

--@ step reference-index trigger (finds the rows that refer to shift)
CREATE INDEX "__trueup_ref_1" ON "trigger" ("shift");

--@ step rebuild-drop shift
DROP TABLE "shift";

--@ step drop-reference-index trigger
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename shift
ALTER TABLE "__trueup_shift" RENAME TO "shift";

--@ step settle-keys shift (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step create-trigger shift_ends
CREATE TRIGGER shift_ends AFTER UPDATE OF begin, end ON shift WHEN NEW.end IS NOT OLD.end AND NEW.begin < NEW.end BEGIN
  UPDATE begin SET end = CASE WHEN NEW.end > 9 THEN NEW.end ELSE end END;
  INSERT INTO trigger (shift) SELECT id FROM shift WHERE CASE "case" WHEN 'x' THEN end END;
END;

--@ step create-trigger begin
CREATE TRIGGER begin BEFORE DELETE ON begin BEGIN SELECT CASE OLD.end WHEN 2 THEN RAISE(ABORT, 'END;') END; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table shift
--= CREATE TABLE shift (id INTEGER PRIMARY KEY, begin INTEGER, end INTEGER, "case" TEXT)
--@ before trigger shift_ends
--= CREATE TRIGGER shift_ends AFTER UPDATE OF begin, end ON shift WHEN NEW.end IS NOT OLD.end AND NEW.begin < NEW.end BEGIN
--=   UPDATE begin SET end = CASE WHEN NEW.end > 9 THEN NEW.end ELSE end END;
--=   INSERT INTO trigger (shift) SELECT id FROM shift WHERE CASE "case" WHEN 'x' THEN end END;
--= END
--@ before trigger begin
--= CREATE TRIGGER begin BEFORE DELETE ON begin BEGIN SELECT CASE OLD.end WHEN 1 THEN RAISE(ABORT, 'END;') END; END
--@ seal sha256:fdcb946b334d117c51c6979e4900a8eba511299fb89545b84492a2ceb5f18325
