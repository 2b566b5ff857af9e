--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:bcac61c38ccd0ddce06913554d7fd16cea2f4db35253b8cc80a3bf7afd445fe4
--@ target fp1:bcac61c38ccd0ddce06913554d7fd16cea2f4db35253b8cc80a3bf7afd445fe4
--@ rows-base   rows1:823cdfef7bd408fb0834c2151bfdd312462c57f1d9966b2c26ec3c2674af31d4
--@ rows-target rows1:5a5aa1d798177dbdb1b380c2a7ad3d400da49ae7f1ac2e605f1ba0056db11192
--@ approve delete-rows person rows<=2
--@ approve delete-rows team rows<=2
-- 3 rows inserted, 4 rows deleted
-- rows: team, person
-- overwrites or deletes: rows of team, rows of person

--@ session foreign-keys off
--@ transaction

--@ check delete-rows team expect <= 2 (the approved loss)
SELECT count(*) FROM "team" WHERE "team"."id" IN (7, 8);

--@ check delete-rows person expect <= 2 (the approved loss)
SELECT count(*) FROM "person" WHERE "person"."team" IN (SELECT "team"."id" FROM "team" WHERE ("team"."id" IN (7, 8)));

--@ step delete-rows person (by person.team, ON DELETE CASCADE)
DELETE FROM "person" WHERE "person"."team" IN (SELECT "team"."id" FROM "team" WHERE ("team"."id" IN (7, 8)));

--@ step delete-rows team
DELETE FROM "team" WHERE "team"."id" IN (7, 8);

--@ step insert-rows person (1 row)
INSERT INTO "person" ("id", "team") VALUES
  (10, 1);

--@ step insert-rows team (2 rows)
INSERT INTO "team" ("id", "head", "part_of") VALUES
  (1, 10, NULL),
  (2, 10, 1);

--@ check rows team expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (1, 10, NULL),
  (2, 10, 1)
) AS "declared" LEFT JOIN "team" ON "team"."id" = "declared"."column1"
WHERE "team"."id" IS NULL
  OR "team"."id" IS NOT "declared"."column1"
  OR typeof("team"."head") <> typeof("declared"."column2") OR "team"."head" IS NOT "declared"."column2"
  OR typeof("team"."part_of") <> typeof("declared"."column3") OR "team"."part_of" IS NOT "declared"."column3";

--@ check rows team expect = 2 (all rows)
SELECT count(*) FROM "team";

--@ check rows person expect = 0 (declared rows that are missing or otherwise)
SELECT count(*) FROM (VALUES
  (10, 1)
) AS "declared" LEFT JOIN "person" ON "person"."id" = "declared"."column1"
WHERE "person"."id" IS NULL
  OR "person"."id" IS NOT "declared"."column1"
  OR typeof("person"."team") <> typeof("declared"."column2") OR "person"."team" IS NOT "declared"."column2";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before-rows team
--= {"fact":"all-missing","rows":2}
--= {"fact":"extra","live":["7","NULL","NULL"]}
--= {"fact":"extra","live":["8","NULL","7"]}
--= {"fact":"referring","on":"delete","by":["person.team"],"does":"delete","rows":2}
--@ before-rows person
--= {"fact":"all-missing","rows":1}
--@ seal sha256:a6463de1bdcbef5921c9c0370358fe3eb54fabd78f77af504099db0ef11fcb52
