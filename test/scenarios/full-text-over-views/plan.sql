--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:51f01640a7bdb285ba10acc1fc69e7a517536b3e875401454149c8734c232c20
--@ target fp1:613a6bcaf1662b3a46fe8a98a89d947879144bf338e4195ecf6cd600a6bb9689
--@ fill tune.title = 'unnamed'
-- 2 added, 3 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check not-null tune.title expect = 0
SELECT count(*) FROM "tune" WHERE ("tune"."title" IS NULL AND ('unnamed') IS NULL);

--@ step drop-view keys (created again below)
DROP VIEW "keys";

--@ step fill tune.title
UPDATE OR ABORT "tune" SET "title" = ('unnamed') WHERE "tune"."title" IS NULL;

--@ step alter-column tune.title
ALTER TABLE "tune" ALTER COLUMN "title" TO "title" TEXT NOT NULL;

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
--@ before view keys
--= CREATE VIEW keys AS SELECT id, key FROM tune
--@ seal sha256:3a69c85ea22b03b78ca99f2702811d00fac5dff5ee67bf7090b3fdcf9eaee26d
