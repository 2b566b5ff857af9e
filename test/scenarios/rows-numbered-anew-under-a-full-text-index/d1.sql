--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:486f508ff89ed7d81c6974a55fe52f2cf29f0c09ef8b0bcd454f6d7aa0524f73
--@ target fp1:56948b7e203c2f5299293e7877a7f566984186fe80ee93b0f75f8a7c5450aea0
--@ fill page.number = page.rowid * 7
-- 3 added, 1 changed, 2 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create doc (PRIMARY KEY is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_doc" (number INTEGER NOT NULL PRIMARY KEY, body TEXT);

--@ step rebuild-copy doc
INSERT OR ABORT INTO "__trueup_doc" ("number", "body")
SELECT "doc"."number", "doc"."body"
FROM "doc" ORDER BY "doc".rowid;

--@ check rebuild-rows doc expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "doc") - (SELECT count(*) FROM "__trueup_doc"))
 + (SELECT count(*) FROM "doc" AS "old" LEFT JOIN "__trueup_doc" AS "new" ON "new"."number" = "old"."number" COLLATE "BINARY"
  WHERE "new"."number" IS NULL
  OR "old"."number" IS NOT "new"."number" COLLATE BINARY
  OR "old"."body" IS NOT "new"."body" COLLATE BINARY);

--@ step rebuild-drop doc
DROP TABLE "doc";

--@ step rebuild-rename doc
ALTER TABLE "__trueup_doc" RENAME TO "doc";

--@ step rebuild-create page (PRIMARY KEY is added)
CREATE TABLE "__trueup_page" (number INTEGER PRIMARY KEY, body TEXT);

--@ step rebuild-copy page
INSERT OR ABORT INTO "__trueup_page" ("number", "body")
SELECT (page.rowid * 7), "page"."body"
FROM "page" ORDER BY "page".rowid;

--@ check rebuild-rows page expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "page") - (SELECT count(*) FROM "__trueup_page"))
 + (SELECT count(*) FROM (SELECT "page"."body" COLLATE BINARY FROM "page" EXCEPT SELECT "__trueup_page"."body" COLLATE BINARY FROM "__trueup_page"))
 + (SELECT count(*) FROM (SELECT "__trueup_page"."body" COLLATE BINARY FROM "__trueup_page" EXCEPT SELECT "page"."body" COLLATE BINARY FROM "page"));

--@ step rebuild-drop page
DROP TABLE "page";

--@ step rebuild-rename page
ALTER TABLE "__trueup_page" RENAME TO "page";

--@ step fill-virtual-table doc_search (the rows of doc have changed)
INSERT INTO "doc_search" ("doc_search") VALUES ('rebuild');

--@ step fill-virtual-table page_search (the rows of page have changed)
INSERT INTO "page_search" ("page_search") VALUES ('rebuild');

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table doc
--= CREATE TABLE doc (number INTEGER NOT NULL, body TEXT)
--@ before table page
--= CREATE TABLE page (body TEXT)
--@ seal sha256:e38d5716f57eb326c943fed4acad0af063113884ab9438bbff3dfe93a335f750
