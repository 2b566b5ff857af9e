--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:a50716479bdf3432cb39595069e3758430ae1460eff2f9b3c1e6a8f9823c4e57
--@ target fp1:2570951626bcbfaff241b815a1476f89db0f8226f81e36c2167b08461341fb50
--@ fill person.email = person.id || '@unknown'
-- 1 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create person (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_person" (id INTEGER PRIMARY KEY, email TEXT NOT NULL);

--@ step rebuild-copy person
INSERT OR ABORT INTO "__trueup_person" ("id", "email")
SELECT "person"."id", coalesce("person"."email", (person.id || '@unknown'))
FROM "person" ORDER BY "person".rowid;

--@ check rebuild-rows person expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "person") - (SELECT count(*) FROM "__trueup_person"))
 + (SELECT count(*) FROM "person" AS "old" LEFT JOIN "__trueup_person" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR ("old"."email" IS NOT NULL AND "old"."email" IS NOT "new"."email" COLLATE BINARY));

--@ step rebuild-drop person
DROP TABLE "person";

--@ step rebuild-rename person
ALTER TABLE "__trueup_person" RENAME TO "person";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table person
--= CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT)
--@ seal sha256:bab70d3ea8529d0994f7036b13c8fda9428d205ca30619542d4170cf11d41cf6
