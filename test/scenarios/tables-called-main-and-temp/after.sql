CREATE TABLE main (main INTEGER PRIMARY KEY, "end" INTEGER, "begin" INT NOT NULL, "commit" INT UNIQUE);
CREATE TABLE temp (oid TEXT, rowid TEXT, "case" INT CHECK ("case" > 0));
CREATE TABLE sqlite (_rowid_ INT, rowid INT UNIQUE, "end" TEXT);
CREATE TABLE libsql_wasm_mine (id INTEGER PRIMARY KEY, rowid TEXT UNIQUE, oid INT DEFAULT 4);
CREATE INDEX "index" ON main ("end", "begin");
CREATE VIEW "view" AS SELECT "begin" FROM main JOIN temp ON 1;
CREATE TRIGGER "trigger" AFTER INSERT ON main BEGIN INSERT INTO temp (rowid) VALUES (NEW."begin"); END;
