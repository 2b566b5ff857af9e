--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:be8142173598fa914020401331800aa44778ecd8abb97b99f8421d2032c74bc1
--@ target fp1:3f4c964a272f7361a4a35a59e74aba3f16ae346a595333f7217f8bb67c761d57
--@ approve drop-column doc.title rows<=1
-- 1 changed, 1 rebuilt, 1 dropped
-- destroys: doc.title

--@ session foreign-keys off
--@ transaction

--@ check drop-column doc.title expect <= 1 (the approved loss)
SELECT count(*) FROM "doc" WHERE "doc"."title" IS NOT NULL;

--@ step drop-column doc.title
ALTER TABLE "doc" DROP COLUMN "title";

--@ step drop-virtual-table doc_find
DROP TABLE "doc_find";

--@ step create-virtual-table doc_find
CREATE VIRTUAL TABLE doc_find USING fts5(body, content='doc', content_rowid='id');

--@ step fill-virtual-table doc_find (indexes the existing rows)
INSERT INTO "doc_find" ("doc_find") VALUES ('rebuild');

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table doc
--= CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT)
--@ before virtual-table doc_find
--= CREATE VIRTUAL TABLE doc_find USING fts5(title, body, content='doc', content_rowid='id')
--@ seal sha256:3a4cdc429381d8e65546cd410337bf882a486e707af0904a32493ddb4182033f
