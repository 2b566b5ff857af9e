--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:c64adb3396b1452ee028d3c086383df73b84b80bbfd8a9f142b31bacae1cfe34
--@ target fp1:87f8a8f011745a83b2838daaa6ef6ae2012fd7fc05bc0a7daaf745e45af48bec
--@ fill address.zip = printf('%05d', zip)
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert address.zip expect = 0 (every value converts without loss)
SELECT count(*) FROM "address" WHERE NOT CASE typeof((printf('%05d', zip))) WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST((printf('%05d', zip)) AS TEXT) AS REAL) = (printf('%05d', zip)) ELSE 0 END;

--@ step rebuild-create address (zip is filled, and changes its type; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_address" (id INTEGER PRIMARY KEY, zip TEXT);

--@ step rebuild-copy address
INSERT OR ABORT INTO "__trueup_address" ("id", "zip")
SELECT "address"."id", (printf('%05d', zip))
FROM "address" ORDER BY "address".rowid;

--@ check rebuild-rows address expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "address") - (SELECT count(*) FROM "__trueup_address"))
 + (SELECT count(*) FROM "address" AS "old" LEFT JOIN "__trueup_address" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY);

--@ step rebuild-drop address
DROP TABLE "address";

--@ step rebuild-rename address
ALTER TABLE "__trueup_address" RENAME TO "address";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table address
--= CREATE TABLE address (id INTEGER PRIMARY KEY, zip INT)
--@ seal sha256:e2b0e36bb40dce33069c9fdc6c706f1bef7976b74d833d05ba142918ba15724f
