--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:839bfbd4eccf2dbcd54353a23e1a90602d7d62ee482100ebe3eae0ffa87365fe
--@ target fp1:89250ff21a387f23a87da960cd0380d8fc6397c0cef09d0fb9598fc26eaa3104
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger dear_new (created again below)
DROP TRIGGER "dear_new";

--@ step drop-trigger item_gone (created again below)
DROP TRIGGER "item_gone";

--@ step drop-trigger stock_new (created again below)
DROP TRIGGER "stock_new";

--@ step drop-view dear (created again below)
DROP VIEW "dear";

--@ step drop-view dearest (created again below)
DROP VIEW "dearest";

--@ step rebuild-create item (UNIQUE (sku) is added)
CREATE TABLE "__trueup_item" (id INTEGER PRIMARY KEY, sku TEXT UNIQUE, price REAL);

--@ step rebuild-copy item
INSERT OR ABORT INTO "__trueup_item" ("id", "sku", "price")
SELECT "item"."id", "item"."sku", "item"."price"
FROM "item" ORDER BY "item".rowid;

--@ check rebuild-rows item expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "item") - (SELECT count(*) FROM "__trueup_item"))
 + (SELECT count(*) FROM "item" AS "old" LEFT JOIN "__trueup_item" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."sku" IS NOT "new"."sku" COLLATE BINARY
  OR "old"."price" IS NOT "new"."price" COLLATE BINARY);

--@ step rebuild-drop item
DROP TABLE "item";

--@ step rebuild-rename item
ALTER TABLE "__trueup_item" RENAME TO "item";

--@ step create-view dear
CREATE VIEW dear AS SELECT id, sku FROM item WHERE price > 10;

--@ step create-view dearest
CREATE VIEW dearest (which) AS SELECT max(id) FROM dear;

--@ step create-trigger dear_new
CREATE TRIGGER dear_new INSTEAD OF INSERT ON dear BEGIN INSERT INTO item (sku, price) VALUES (NEW.sku, 11); END;

--@ step create-trigger item_gone
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN INSERT INTO audit VALUES ('now', 'gone; ' || OLD.sku); END;

--@ step create-trigger stock_new
CREATE TRIGGER stock_new AFTER INSERT ON stock BEGIN UPDATE item SET price = price + 1 WHERE id = NEW.item; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table item
--= CREATE TABLE item (id INTEGER PRIMARY KEY, sku TEXT, price REAL)
--@ before view dear
--= CREATE VIEW dear AS SELECT id, sku FROM item WHERE price > 10
--@ before view dearest
--= CREATE VIEW dearest (which) AS SELECT max(id) FROM dear
--@ before trigger dear_new
--= CREATE TRIGGER dear_new INSTEAD OF INSERT ON dear BEGIN INSERT INTO item (sku, price) VALUES (NEW.sku, 11); END
--@ before trigger item_gone
--= CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN INSERT INTO audit VALUES ('now', 'gone; ' || OLD.sku); END
--@ before trigger stock_new
--= CREATE TRIGGER stock_new AFTER INSERT ON stock BEGIN UPDATE item SET price = price + 1 WHERE id = NEW.item; END
--@ seal sha256:3af1b58aacb0d4459613fe8f025ebc64718d06c5c075b1c9e6d95dea9c47d2d7
