--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:a50716479bdf3432cb39595069e3758430ae1460eff2f9b3c1e6a8f9823c4e57
--@ target fp1:2570951626bcbfaff241b815a1476f89db0f8226f81e36c2167b08461341fb50
--@ fill person.email = person.id || '@unknown'
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ check not-null person.email expect = 0
SELECT count(*) FROM "person" WHERE ("person"."email" IS NULL AND (person.id || '@unknown') IS NULL);

--@ step fill person.email
UPDATE OR ABORT "person" SET "email" = (person.id || '@unknown') WHERE "person"."email" IS NULL;

--@ step alter-column person.email
ALTER TABLE "person" ALTER COLUMN "email" TO "email" TEXT NOT NULL;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table person
--= CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT)
--@ seal sha256:b663979aa92ecce85458d74c868515df3d619c5418d96a49a451190fbc48a5d3
