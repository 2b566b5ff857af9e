--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:3fd48cadfb18f3f79aaa40705a0018f2ce028f9297678f9a31bda97f856e4aef
--@ target fp1:8e591447cd29051cb9fe83ae17f7991c212f32bea883d81cc6fe78ef9ecd71be
--@ fill tune.text = (SELECT title.text FROM title WHERE title.id = tune.title)
--@ approve drop-table title rows<=2
-- 2 added, 1 changed, 1 dropped
-- destroys: title

--@ session foreign-keys off
--@ transaction

--@ check drop-table title expect <= 2 (the approved loss)
SELECT count(*) FROM "title";

--@ step add-column tune.text
ALTER TABLE "tune" ADD COLUMN "text" TEXT;

--@ step fill tune.text
UPDATE OR ABORT "tune" SET "text" = ((SELECT title.text FROM title WHERE title.id = tune.title));

--@ step drop-table title
DROP TABLE "title";

--@ step create-view title
CREATE VIEW title AS SELECT title AS id, text FROM tune;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table title
--= CREATE TABLE title (id INTEGER PRIMARY KEY, text TEXT)
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title INTEGER)
--@ seal sha256:3063c5db640b793b8d4020f4beb636f7b3177a1395eb73496f55bed58e9e19a6
