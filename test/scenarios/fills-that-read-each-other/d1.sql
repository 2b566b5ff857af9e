--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:d0b9ef78047a5a8731674bab42abcba0c4eeeffda72867d26e1a07e0f63c28e4
--@ target fp1:5b2875bdc66083fa0e3bed2a10f6fc039632a8f92bcc6eca4499e484ef1ce2d7
--@ fill tune.alias = title + 0
--@ fill tune.title = coalesce(alias, 0) + 0
--@ approve lossy-convert tune.alias rows<=1
--@ approve lossy-convert tune.title rows<=2
-- 2 changed, 1 rebuilt
-- destroys: tune.title, tune.alias

--@ session foreign-keys deferred
--@ transaction

--@ check convert tune.title expect <= 2 (the approved loss)
SELECT count(*) FROM "tune" WHERE "tune"."title" IS NOT NULL;

--@ check convert tune.alias expect <= 1 (the approved loss)
SELECT count(*) FROM "tune" WHERE "tune"."alias" IS NOT NULL;

--@ check convert tune expect = 0 (every value converts without loss)
SELECT count(*) FROM "tune"
  WHERE NOT CASE typeof((coalesce(alias, 0) + 0)) WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST((coalesce(alias, 0) + 0) AS INTEGER) AS REAL) = (coalesce(alias, 0) + 0) AND abs((coalesce(alias, 0) + 0)) < 9007199254740993 WHEN 'text' THEN CAST(CAST((coalesce(alias, 0) + 0) AS INTEGER) AS TEXT) = (coalesce(alias, 0) + 0) ELSE 0 END
  OR NOT CASE typeof((title + 0)) WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST((title + 0) AS INTEGER) AS REAL) = (title + 0) AND abs((title + 0)) < 9007199254740993 WHEN 'text' THEN CAST(CAST((title + 0) AS INTEGER) AS TEXT) = (title + 0) ELSE 0 END;

--@ step rebuild-create tune (title is filled, and changes its type; alias is filled, and changes its type; a fill reads another column that is filled too, and must see its old value; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title INTEGER, alias INTEGER NOT NULL, played TEXT);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title", "alias", "played")
SELECT "tune"."id", (coalesce(alias, 0) + 0), (title + 0), "tune"."played"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."played" IS NOT "new"."played" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, alias TEXT, played TEXT)
--@ seal sha256:3a3e7bce8ac0bf5ae5b1e3e2d6fb05255574bcfab3b1905542a0382975b9ddd7
