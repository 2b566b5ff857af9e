--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:b32a9ea265cb56c4d949dc1bfd5e8123bc56c8756367cc7ff8427dfd6c7dad01
--@ target fp1:8d14e17fa4409df899bdf9fe70674b53f577d74d30b0b3419d6b4de9d3140b07
-- 4 changed

--@ session foreign-keys off
--@ transaction

--@ check convert concert.fee expect = 0 (every value converts without loss)
SELECT count(*) FROM "concert" WHERE NOT CASE typeof("concert"."fee") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN 1 WHEN 'text' THEN (CAST(CAST("concert"."fee" AS NUMERIC) AS TEXT) = "concert"."fee" AND typeof(CAST("concert"."fee" AS NUMERIC)) <> 'text') ELSE 0 END;

--@ check convert concert expect = 0 (every value converts without loss)
SELECT count(*) FROM "concert"
  WHERE typeof("concert"."day") = 'text' AND "concert"."day" = CAST("concert"."day" AS NUMERIC) AND NOT (CAST(CAST("concert"."day" AS NUMERIC) AS TEXT) = "concert"."day" AND typeof(CAST("concert"."day" AS NUMERIC)) <> 'text')
  OR typeof("concert"."doors") = 'text' AND "concert"."doors" = CAST("concert"."doors" AS NUMERIC) AND NOT (CAST(CAST("concert"."doors" AS NUMERIC) AS TEXT) = "concert"."doors" AND typeof(CAST("concert"."doors" AS NUMERIC)) <> 'text');

--@ step alter-column concert.day
ALTER TABLE "concert" ALTER COLUMN "day" TO "day" DATE;

--@ step alter-column concert.doors
ALTER TABLE "concert" ALTER COLUMN "doors" TO "doors" DATETIME;

--@ step alter-column concert.fee
ALTER TABLE "concert" ALTER COLUMN "fee" TO "fee" DECIMAL(9,2);

--@ step convert concert (stores each value in the new type)
UPDATE OR ABORT "concert" SET "day" = "concert"."day", "doors" = "concert"."doors", "fee" = "concert"."fee";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table concert
--= CREATE TABLE concert (id INTEGER PRIMARY KEY, day VARCHAR(20), doors TEXT, fee VARCHAR(9))
--@ seal sha256:498ec425d0dfddef189125ef1c47361d28e7c323ca1ff0c8e01c2044244e28a6
