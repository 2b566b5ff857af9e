--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:51f01640a7bdb285ba10acc1fc69e7a517536b3e875401454149c8734c232c20
--@ target fp1:613a6bcaf1662b3a46fe8a98a89d947879144bf338e4195ecf6cd600a6bb9689
--@ fill tune.title = 'unnamed'
-- 2 added, 2 changed, 2 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step drop-view both_said (created again below)
DROP VIEW "both_said";

--@ step drop-view keys (created again below)
DROP VIEW "keys";

--@ step drop-view titles (created again below)
DROP VIEW "titles";

--@ step rebuild-create tune (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY, title TEXT NOT NULL, key TEXT);

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "title", "key")
SELECT "tune"."id", coalesce("tune"."title", ('unnamed')), "tune"."key"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR ("old"."title" IS NOT NULL AND "old"."title" IS NOT "new"."title" COLLATE BINARY)
  OR "old"."key" IS NOT "new"."key" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step drop-virtual-table found_title
DROP TABLE "found_title";

--@ step create-virtual-table found_title
CREATE VIRTUAL TABLE found_title USING fts5 (title, content = 'titles', content_rowid = 'id', prefix = '2');

--@ step create-virtual-table found_new
CREATE VIRTUAL TABLE found_new USING fts5 (title, content = 'new_ones', content_rowid = 'id');

--@ step create-view keys
CREATE VIEW keys AS SELECT id, key || ' major' AS key FROM tune;

--@ step create-view new_ones
CREATE VIEW new_ones AS SELECT id, title FROM tune WHERE id > 1;

--@ step create-view titles
CREATE VIEW titles AS SELECT id, title FROM tune;

--@ step create-view both_said
CREATE VIEW both_said AS SELECT id, title AS said FROM titles;

--@ step fill-virtual-table found_title (indexes the existing rows)
INSERT INTO "found_title" ("found_title") VALUES ('rebuild');

--@ step fill-virtual-table found_new (indexes the existing rows)
INSERT INTO "found_new" ("found_new") VALUES ('rebuild');

--@ step fill-virtual-table found_key (the rows of keys have changed)
INSERT INTO "found_key" ("found_key") VALUES ('rebuild');

--@ step fill-virtual-table found_said (the rows of both_said have changed)
INSERT INTO "found_said" ("found_said") VALUES ('rebuild');

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, key TEXT)
--@ before virtual-table found_title
--= CREATE VIRTUAL TABLE found_title USING fts5 (title, content = 'titles', content_rowid = 'id')
--@ before view both_said
--= CREATE VIEW both_said AS SELECT id, title AS said FROM titles
--@ before view keys
--= CREATE VIEW keys AS SELECT id, key FROM tune
--@ before view titles
--= CREATE VIEW titles AS SELECT id, title FROM tune
--@ seal sha256:32a41f887d67742540786db87342caf7398d92c46cd71a39cb789904c32d442e
