--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:fff3297587ec1622bea5558b7267d97c5fba2405cbcb86345cfc9e31a247ed6f
--@ target fp1:f1aca50a875090186a21e35ed2aa39d89415a1cab3d4c0040c8df9eb7b1b118e
-- 2 added, 1 rebuilt, 1 dropped

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create line (UNIQUE (text) is added)
CREATE TABLE "__trueup_line" (id INTEGER PRIMARY KEY, text TEXT CHECK (text NOT LIKE '%;%' AND text <> 'b); DROP TABLE line; --') UNIQUE);

--@ step rebuild-copy line
INSERT OR ABORT INTO "__trueup_line" ("id", "text")
SELECT "line"."id", "line"."text"
FROM "line" ORDER BY "line".rowid;

--@ check rebuild-rows line expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "line") - (SELECT count(*) FROM "__trueup_line"))
 + (SELECT count(*) FROM "line" AS "old" LEFT JOIN "__trueup_line" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."text" IS NOT "new"."text" COLLATE BINARY OR typeof("old"."text") <> typeof("new"."text"));

--@ step rebuild-drop line
DROP TABLE "line";

--@ step rebuild-rename line
ALTER TABLE "__trueup_line" RENAME TO "line";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table line
--= CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT CHECK (text NOT LIKE '%;%' AND text <> 'a); DROP TABLE line; --'))
--@ seal sha256:1232eca8f17eb29f22591f7692cd49423cdc4040476bf12b09c6da4348404341
