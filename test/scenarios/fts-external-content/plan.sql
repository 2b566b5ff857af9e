--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:b370c36656018887a49bbc94609da35cd1182640dbd9c561de168bcd8ed00db8
--@ target fp1:a1f57275c4eee2a58f103c20a71179fd5b1b53e0f6966b97f214d6c76318b96b
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger doc_ad (created again below)
DROP TRIGGER "doc_ad";

--@ step drop-trigger doc_ai (created again below)
DROP TRIGGER "doc_ai";

--@ step rebuild-create doc (UNIQUE (title, lang) is added)
CREATE TABLE "__trueup_doc" (title TEXT, body TEXT, lang TEXT, UNIQUE (title, lang));

--@ step rebuild-copy doc
INSERT OR ABORT INTO "__trueup_doc" (rowid, "title", "body", "lang")
SELECT "doc".rowid, "doc"."title", "doc"."body", "doc"."lang"
FROM "doc" ORDER BY "doc".rowid;

--@ check rebuild-rows doc expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "doc") - (SELECT count(*) FROM "__trueup_doc"))
 + (SELECT count(*) FROM "doc" AS "old" LEFT JOIN "__trueup_doc" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."title" IS NOT "new"."title" COLLATE BINARY
  OR "old"."body" IS NOT "new"."body" COLLATE BINARY
  OR "old"."lang" IS NOT "new"."lang" COLLATE BINARY);

--@ step rebuild-drop doc
DROP TABLE "doc";

--@ step rebuild-rename doc
ALTER TABLE "__trueup_doc" RENAME TO "doc";

--@ step create-trigger doc_ad
CREATE TRIGGER doc_ad AFTER DELETE ON doc BEGIN INSERT INTO doc_find (doc_find, rowid, title, body) VALUES ('delete', OLD.rowid, OLD.title, OLD.body); END;

--@ step create-trigger doc_ai
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_find (rowid, title, body) VALUES (NEW.rowid, NEW.title, NEW.body); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table doc
--= CREATE TABLE doc (title TEXT, body TEXT, lang TEXT)
--@ before trigger doc_ad
--= CREATE TRIGGER doc_ad AFTER DELETE ON doc BEGIN INSERT INTO doc_find (doc_find, rowid, title, body) VALUES ('delete', OLD.rowid, OLD.title, OLD.body); END
--@ before trigger doc_ai
--= CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_find (rowid, title, body) VALUES (NEW.rowid, NEW.title, NEW.body); END
--@ seal sha256:6138672daf6c5d96cc29a6927014e87f1129390ae4237ec8d76d88008f5fd689
