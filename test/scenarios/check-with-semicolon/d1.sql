--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:fff3297587ec1622bea5558b7267d97c5fba2405cbcb86345cfc9e31a247ed6f
--@ target fp1:f1aca50a875090186a21e35ed2aa39d89415a1cab3d4c0040c8df9eb7b1b118e
-- 2 added, 1 rebuilt, 1 dropped

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create line (UNIQUE (text) is added; ALTER COLUMN cannot parse the old definition of text; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_line" (id INTEGER PRIMARY KEY, text TEXT CHECK (text NOT LIKE '%;%' AND text <> 'b); DROP TABLE line; --') UNIQUE);

--@ step rebuild-copy line
INSERT OR ABORT INTO "__trueup_line" ("id", "text")
SELECT "line"."id", "line"."text"
FROM "line" ORDER BY "line".rowid;

--@ check rebuild-rows line expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "line") - (SELECT count(*) FROM "__trueup_line"))
 + (SELECT count(*) FROM "line" AS "old" LEFT JOIN "__trueup_line" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."text" IS NOT "new"."text" COLLATE BINARY);

--@ step rebuild-drop line
DROP TABLE "line";

--@ step rebuild-rename line
ALTER TABLE "__trueup_line" RENAME TO "line";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table line
--= CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT CHECK (text NOT LIKE '%;%' AND text <> 'a); DROP TABLE line; --'))
--@ seal sha256:7befb8af066bb61451234f5fb6c663a0ba260603223e87628a00375bd1b13840
