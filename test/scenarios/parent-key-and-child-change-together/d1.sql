--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:a04df5da56051eebf53ffe2993c9e981946805909878e408d7c652046fb2d921
--@ target fp1:53e8458a9955ed6e44cc71932bff81f0a1c94b01c9c9083e3fe759d9695d5c05
-- 3 changed, 2 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert genre.id expect = 0 (every value converts without loss)
SELECT count(*) FROM "genre" WHERE NOT CASE typeof("genre"."id") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("genre"."id" AS TEXT) AS REAL) = "genre"."id" ELSE 0 END;

--@ check convert tune.genre expect = 0 (every value converts without loss)
SELECT count(*) FROM "tune" WHERE NOT CASE typeof("tune"."genre") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("tune"."genre" AS TEXT) AS REAL) = "tune"."genre" ELSE 0 END;

--@ step defer-keys genre (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create genre (id is part of a key, and its values change their type; PRIMARY KEY changes; id is the PRIMARY KEY, and its type changes; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_genre" (id TEXT PRIMARY KEY);

--@ step rebuild-copy genre
INSERT OR ABORT INTO "__trueup_genre" (rowid, "id")
SELECT "genre".rowid, "genre"."id"
FROM "genre" ORDER BY "genre".rowid;

--@ check rebuild-rows genre expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "genre") - (SELECT count(*) FROM "__trueup_genre"))
 + (SELECT count(*) FROM "genre" AS "old" LEFT JOIN "__trueup_genre" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR (typeof("old"."id") = typeof("new"."id") AND "old"."id" IS NOT "new"."id" COLLATE BINARY));

--@ step reference-index tune (finds the rows that refer to genre)
CREATE INDEX "__trueup_ref_1" ON "tune" ("genre");

--@ step rebuild-drop genre
DROP TABLE "genre";

--@ step drop-reference-index tune
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename genre
ALTER TABLE "__trueup_genre" RENAME TO "genre";

--@ step settle-keys genre (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys tune (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id));

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "genre")
SELECT "tune"."id", "tune"."genre"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."genre") = typeof("new"."genre") AND "old"."genre" IS NOT "new"."genre" COLLATE BINARY));

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step settle-keys tune (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table genre
--= CREATE TABLE genre (id INTEGER PRIMARY KEY)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, genre INTEGER REFERENCES genre (id))
--@ seal sha256:c0c2a5b85b4657c059ced0cde54d6f222c4d8f0141107ca4a2f035f938595d43
