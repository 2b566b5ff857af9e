--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:8d494890b13ccd334a956e83d9921271b245a0ffcfbb65aade2a6f719cf66197
--@ target fp1:ad0417839d2f3b29c587f0560a42d4441b1b15d789b10981b4031a1eb0230daf
-- 1 added, 3 changed

--@ session foreign-keys off
--@ transaction

--@ check check shift expect = 0 (all its new constraints)
SELECT count(*) FROM "shift" WHERE "shift"."begin" IS NULL OR NOT (end > begin);

--@ step drop-trigger begin (created again below)
DROP TRIGGER "begin";

--@ step alter-column shift.begin
ALTER TABLE "shift" ALTER COLUMN "begin" TO "begin" INTEGER NOT NULL;

--@ step alter-column shift.end
ALTER TABLE "shift" ALTER COLUMN "end" TO "end" INTEGER CHECK (end > begin);

--@ step create-trigger begin
CREATE TRIGGER begin BEFORE DELETE ON begin BEGIN SELECT CASE OLD.end WHEN 2 THEN RAISE(ABORT, 'END;') END; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table shift
--= CREATE TABLE shift (id INTEGER PRIMARY KEY, begin INTEGER, end INTEGER, "case" TEXT)
--@ before trigger begin
--= CREATE TRIGGER begin BEFORE DELETE ON begin BEGIN SELECT CASE OLD.end WHEN 1 THEN RAISE(ABORT, 'END;') END; END
--@ seal sha256:da0b619da7cb66150d4d2144affbb82c1535cb63a037205600d05b28af5248f8
