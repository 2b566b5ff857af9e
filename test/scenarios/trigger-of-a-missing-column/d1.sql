--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:0fefe70dacdce83b5cf0a41ac3c28988b46b8e75fddb032cb75f4890579578e0
--@ target fp1:9a62a2a327fe155a0f8c2672d9aa64e1639e6c11e88d62b6247e33422c862ce0
--@ rename table link to books
-- 1 added, 3 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ check convert books.value expect = 0 (every value converts without loss)
SELECT count(*) FROM "link" WHERE NOT CASE typeof("link"."value") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("link"."value" AS INTEGER) AS REAL) = "link"."value" AND abs("link"."value") < 9007199254740993 WHEN 'text' THEN CAST(CAST("link"."value" AS INTEGER) AS TEXT) = "link"."value" ELSE 0 END;

--@ step drop-trigger link_added (created again below)
DROP TRIGGER "link_added";

--@ step drop-trigger link_author (created again below)
DROP TRIGGER "link_author";

--@ step drop-trigger link_either (created again below)
DROP TRIGGER "link_either";

--@ step drop-trigger link_moved (created again below)
DROP TRIGGER "link_moved";

--@ step rename-table books
ALTER TABLE "link" RENAME TO "books";

--@ step rebuild-create books (UNIQUE (book) is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_books" (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, value INTEGER, UNIQUE (book));

--@ step rebuild-copy books
INSERT OR ABORT INTO "__trueup_books" ("id", "book", "value")
SELECT "books"."id", "books"."book", "books"."value"
FROM "books" ORDER BY "books".rowid;

--@ check rebuild-rows books expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "books") - (SELECT count(*) FROM "__trueup_books"))
 + (SELECT count(*) FROM "books" AS "old" LEFT JOIN "__trueup_books" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."book" IS NOT "new"."book" COLLATE BINARY
  OR (typeof("old"."value") = typeof("new"."value") AND "old"."value" IS NOT "new"."value" COLLATE BINARY));

--@ step rebuild-drop books
DROP TABLE "books";

--@ step rebuild-rename books
ALTER TABLE "__trueup_books" RENAME TO "books";

--@ step create-trigger link_author
CREATE TRIGGER link_author BEFORE UPDATE OF author ON "books" BEGIN SELECT RAISE(ABORT, 'never'); END;

--@ step create-trigger link_moved
CREATE TRIGGER link_moved AFTER UPDATE OF authors, writer ON "books" BEGIN INSERT INTO log (book) VALUES (NEW.book); END;

--@ step create-trigger link_either
CREATE TRIGGER link_either AFTER UPDATE OF author, value ON "books" BEGIN UPDATE log SET book = NEW.book; END;

--@ step create-trigger link_added
CREATE TRIGGER link_added AFTER INSERT ON books BEGIN INSERT INTO log (book) VALUES (NEW.book); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table link
--= CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER, value TEXT)
--@ before trigger link_author
--= CREATE TRIGGER link_author BEFORE UPDATE OF author ON link BEGIN SELECT RAISE(ABORT, 'never'); END
--@ before trigger link_moved
--= CREATE TRIGGER link_moved AFTER UPDATE OF authors, writer ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END
--@ before trigger link_either
--= CREATE TRIGGER link_either AFTER UPDATE OF author, value ON link BEGIN UPDATE log SET book = NEW.book; END
--@ before trigger link_added
--= CREATE TRIGGER link_added AFTER INSERT ON link BEGIN INSERT INTO log (book) VALUES (NEW.book); END
--@ seal sha256:dabea80bb7e5e22298611feb2af198dcd5a82180ef030bce1bd37d682fbac0fd
