--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:2908973ef57dde97abf3e272a9848ab78c6fc9ca96d31dd765790f84f27cf81e
--@ target fp1:b6c5b5a3acf855823201e804e92c05707fc7a86a5db92694859a1508e742822e
-- 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger doc_new (created again below)
DROP TRIGGER "doc_new";

--@ step drop-virtual-table words
DROP TABLE "words";

--@ step create-virtual-table words
CREATE VIRTUAL TABLE words USING fts5(title, body, cont='doc', content_r=id, tok=porter);

--@ step fill-virtual-table words (indexes the existing rows)
INSERT INTO "words" ("words") VALUES ('rebuild');

--@ step create-trigger doc_new
CREATE TRIGGER doc_new AFTER INSERT ON doc BEGIN INSERT INTO words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before virtual-table words
--= CREATE VIRTUAL TABLE words USING fts5(title, body, cont='doc', content_r=id)
--@ before trigger doc_new
--= CREATE TRIGGER doc_new AFTER INSERT ON doc BEGIN INSERT INTO words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END
--@ seal sha256:e8138ab08bdb3becc1073b5a55b11bd79c2a7388159c54885c66f5524761e899
