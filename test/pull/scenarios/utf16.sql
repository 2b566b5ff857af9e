-- A database whose text is stored as UTF-16.
PRAGMA encoding = 'UTF-16le';
CREATE TABLE "größe" (id INTEGER PRIMARY KEY, wert TEXT NOT NULL DEFAULT 'ä€😀' CHECK (wert <> 'ß'));
CREATE VIEW "ansicht" AS SELECT wert || '→' AS w FROM "größe";
INSERT INTO "größe" (wert) VALUES ('žluťoučký kůň');
