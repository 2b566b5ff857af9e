--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:c4c4167415bb64e0ced3bf6855ea2ae0cfecd33fa29e845eb984b11ccbe92ab0
--@ target fp1:dddee3c2cc7652c79b6132a2c008c2ca6cbb8da52f6eb34299a600ae87d2e4ab
-- 11 changed

--@ session foreign-keys off
--@ transaction

--@ step restore-values t.n (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "n" = "t"."n" WHERE "t"."n" IS (5);

--@ step restore-values t.m (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "m" = "t"."m" WHERE "t"."m" IS ('five');

--@ step restore-values t.digits (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "digits" = "t"."digits" WHERE "t"."digits" IS (5);

--@ step restore-values t.number (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "number" = "t"."number" WHERE "t"."number" IS ('5');

--@ step restore-values t.real (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "real" = "t"."real";

--@ step restore-values t.word (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "word" = "t"."word" WHERE "t"."word" IS ('five');

--@ step restore-values t.minus (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "minus" = "t"."minus" WHERE "t"."minus" IS (-5);

--@ step restore-values t.bytes (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "bytes" = "t"."bytes" WHERE "t"."bytes" IS (x'05');

--@ step restore-values t.flag (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "flag" = "t"."flag" WHERE "t"."flag" IS (TRUE);

--@ step restore-values t.far (rows that read the old default keep it)
UPDATE OR ABORT "t" SET "far" = "t"."far";

--@ step alter-column t.n
ALTER TABLE "t" ALTER COLUMN "n" TO "n" INTEGER NOT NULL DEFAULT 9;

--@ step alter-column t.m
ALTER TABLE "t" ALTER COLUMN "m" TO "m" TEXT;

--@ step alter-column t.digits
ALTER TABLE "t" ALTER COLUMN "digits" TO "digits" TEXT DEFAULT 9 COLLATE "NOCASE";

--@ step alter-column t.number
ALTER TABLE "t" ALTER COLUMN "number" TO "number" INT DEFAULT '9';

--@ step alter-column t.real
ALTER TABLE "t" ALTER COLUMN "real" TO "real" REAL DEFAULT 9;

--@ step alter-column t.word
ALTER TABLE "t" ALTER COLUMN "word" TO "word" TEXT DEFAULT 'nine';

--@ step alter-column t.minus
ALTER TABLE "t" ALTER COLUMN "minus" TO "minus" NUMERIC DEFAULT -9;

--@ step alter-column t.bytes
ALTER TABLE "t" ALTER COLUMN "bytes" TO "bytes" DEFAULT x'09';

--@ step alter-column t.flag
ALTER TABLE "t" ALTER COLUMN "flag" TO "flag" DEFAULT FALSE;

--@ step alter-column t.far
ALTER TABLE "t" ALTER COLUMN "far" TO "far" REAL DEFAULT -9e999;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table t
--= CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER NOT NULL DEFAULT 5, m TEXT DEFAULT 'five', digits TEXT COLLATE NOCASE DEFAULT 5, number INT DEFAULT '5', real REAL DEFAULT 5, word TEXT DEFAULT "five", minus NUMERIC DEFAULT -5, bytes DEFAULT x'05', flag DEFAULT TRUE, far REAL DEFAULT 9e999)
--@ seal sha256:b9fe526352d8c84fab25f8f2b24d50fef5c51b5dd1e8c787c5af4592393c1288
