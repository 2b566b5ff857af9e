-- Names that SQLite uses for databases and for rows are ordinary names of tables and columns.
CREATE TABLE main (main INTEGER PRIMARY KEY, "end" TEXT, "begin" INT);
CREATE TABLE temp (oid INT, rowid TEXT, "case" INT);
CREATE TABLE sqlite (_rowid_ INT, rowid INT, oid TEXT);
CREATE TABLE libsql_wasm_mine (id INTEGER PRIMARY KEY, rowid TEXT);
CREATE INDEX "index" ON main ("end");
CREATE VIEW "view" AS SELECT "end" FROM main JOIN temp ON 1;
CREATE TRIGGER "trigger" AFTER INSERT ON main BEGIN INSERT INTO temp (rowid) VALUES (NEW."end"); END;
