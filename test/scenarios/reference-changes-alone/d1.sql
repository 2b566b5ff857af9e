--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:2b941d25baff5d7d503842f445477f1273d29ac2615cd6054f32c2d3d7e81c63
--@ target fp1:cd030eedc1cc624e4c659295b1038d05985a1d6f724795ed3dacf08302f44949
-- 2 added, 1 rebuilt, 1 dropped

--@ session foreign-keys deferred
--@ transaction

--@ step defer-keys c (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create c (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_c" (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE CASCADE ON UPDATE CASCADE, q INTEGER REFERENCES p (id));

--@ step rebuild-copy c
INSERT OR ABORT INTO "__trueup_c" ("id", "p", "q")
SELECT "c"."id", "c"."p", "c"."q"
FROM "c" ORDER BY "c".rowid;

--@ check rebuild-rows c expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "c") - (SELECT count(*) FROM "__trueup_c"))
 + (SELECT count(*) FROM "c" AS "old" LEFT JOIN "__trueup_c" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."p" IS NOT "new"."p" COLLATE BINARY
  OR "old"."q" IS NOT "new"."q" COLLATE BINARY);

--@ step rebuild-drop c
DROP TABLE "c";

--@ step rebuild-rename c
ALTER TABLE "__trueup_c" RENAME TO "c";

--@ step settle-keys c (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table c
--= CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), q INTEGER)
--@ seal sha256:1b6aeb658f4e7f8640243aca700e4c72ae9ebab02019b8c6683b3cfa0eb6e9e2
