CREATE TABLE item (id INTEGER PRIMARY KEY, sku TEXT UNIQUE, price REAL);
CREATE TABLE audit (at TEXT, what TEXT);
CREATE TABLE stock (item INTEGER, n INTEGER);
CREATE VIEW dear AS SELECT id, sku FROM item WHERE price > 10;
CREATE VIEW dearest (which) AS SELECT max(id) FROM dear;
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN INSERT INTO audit VALUES ('now', 'gone; ' || OLD.sku); END;
CREATE TRIGGER stock_new AFTER INSERT ON stock BEGIN UPDATE item SET price = price + 1 WHERE id = NEW.item; END;
CREATE TRIGGER dear_new INSTEAD OF INSERT ON dear BEGIN INSERT INTO item (sku, price) VALUES (NEW.sku, 11); END;
