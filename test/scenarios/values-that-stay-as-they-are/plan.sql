--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:e0a4ba0bceb6743e86a000130daf07de065f0fd67c44ecedfeff92a173356f64
--@ target fp1:d1d2809f39a6642ddec9f04072b818f0ba6f687746edc9017d40a9447a62ab6a
--@ approve keep-unconverted performer.height rows<=2
--@ approve keep-unconverted performer.photo rows<=2
--@ approve keep-unconverted performer.weight rows<=2
-- 4 changed

--@ session foreign-keys off
--@ transaction

--@ check convert performer.height expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."height") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."height" AS INTEGER) AS REAL) = "performer"."height" AND abs("performer"."height") < 9007199254740993 WHEN 'text' THEN CAST(CAST("performer"."height" AS INTEGER) AS TEXT) = "performer"."height" ELSE 0 END;

--@ check convert performer.weight expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."weight") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."weight" AS INTEGER) AS REAL) = "performer"."weight" AND abs("performer"."weight") < 9007199254740993 WHEN 'text' THEN CAST(CAST("performer"."weight" AS INTEGER) AS TEXT) = "performer"."weight" ELSE 0 END;

--@ check convert performer.photo expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."photo") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."photo" AS TEXT) AS REAL) = "performer"."photo" ELSE 0 END;

--@ check convert performer expect = 0 (every value converts without loss)
SELECT count(*) FROM "performer"
  WHERE typeof("performer"."height") = 'text' AND "performer"."height" = CAST("performer"."height" AS NUMERIC) AND NOT (CAST(CAST("performer"."height" AS NUMERIC) AS TEXT) = "performer"."height" AND typeof(CAST("performer"."height" AS NUMERIC)) <> 'text')
  OR typeof("performer"."weight") = 'text' AND "performer"."weight" = CAST("performer"."weight" AS NUMERIC) AND NOT (CAST(CAST("performer"."weight" AS NUMERIC) AS TEXT) = "performer"."weight" AND typeof(CAST("performer"."weight" AS NUMERIC)) <> 'text')
  OR typeof("performer"."photo") = 'real' AND NOT (CAST(CAST("performer"."photo" AS TEXT) AS REAL) = "performer"."photo");

--@ step alter-column performer.height
ALTER TABLE "performer" ALTER COLUMN "height" TO "height" INT;

--@ step alter-column performer.weight
ALTER TABLE "performer" ALTER COLUMN "weight" TO "weight" INT;

--@ step alter-column performer.photo
ALTER TABLE "performer" ALTER COLUMN "photo" TO "photo" TEXT;

--@ step convert performer (stores each value in the new type)
UPDATE OR ABORT "performer" SET "height" = "performer"."height", "weight" = "performer"."weight", "photo" = "performer"."photo";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table performer
--= CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT, weight REAL, photo BLOB)
--@ seal sha256:a5f452532bcb5cb238755c560dfdd64c68112d49038e1f5a82edabf66273e20f
