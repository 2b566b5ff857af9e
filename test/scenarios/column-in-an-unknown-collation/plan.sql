--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:c07076dd068518eccccdba0158b6dce9cce6603f9b032c1daafe40b9159a724f
--@ target fp1:048f3b02d958625008ed0efbfa2937e4eb3f8979594fa776393539c56d6180a9
--@ rename column note.text to note.body
--@ approve drop-column note.worth rows<=2
-- 1 renamed, 3 changed, 1 rebuilt, 1 dropped
-- destroys: note.worth

--@ session foreign-keys off
--@ transaction

--@ check drop-column note.worth expect <= 2 (the approved loss)
SELECT count(*) FROM "note" WHERE "note"."worth" IS NOT NULL;

--@ check convert note.id expect = 0 (every value converts without loss)
SELECT count(*) FROM "note" WHERE NOT CASE typeof("note"."id") WHEN 'null' THEN 1 WHEN 'text' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("note"."id" AS TEXT) AS REAL) = "note"."id" ELSE 0 END;

--@ step rename-column note.body
ALTER TABLE "note" RENAME COLUMN "text" TO "body";

--@ step rebuild-create note (id is part of a key, and its values change their type; PRIMARY KEY changes; id is the PRIMARY KEY, and its type changes)
CREATE TABLE "__trueup_note" (id TEXT PRIMARY KEY, body TEXT DEFAULT 'none');

--@ step rebuild-copy note
INSERT OR ABORT INTO "__trueup_note" (rowid, "id", "body")
SELECT "note".rowid, "note"."id", "note"."body"
FROM "note" ORDER BY "note".rowid;

--@ check rebuild-rows note expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "note") - (SELECT count(*) FROM "__trueup_note"))
 + (SELECT count(*) FROM "note" AS "old" LEFT JOIN "__trueup_note" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR (typeof("old"."id") = typeof("new"."id") AND "old"."id" IS NOT "new"."id" COLLATE BINARY)
  OR "old"."body" IS NOT "new"."body" COLLATE BINARY);

--@ step rebuild-drop note
DROP TABLE "note";

--@ step rebuild-rename note
ALTER TABLE "__trueup_note" RENAME TO "note";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table note
--= CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, worth INTEGER)
--@ seal sha256:005412e15db58146e15aedc5babfdc21b874d6ab6f4961397e95829ece80def1
