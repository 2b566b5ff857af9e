CREATE TABLE "or""der; --" ("select" INTEGER PRIMARY KEY, "a b" TEXT UNIQUE, "c]d" TEXT, "it's" TEXT, "größe" TEXT DEFAULT 'y', "名前" TEXT);
CREATE INDEX "in dex" ON "or""der; --" ("a b", "it's" DESC);
CREATE VIEW "vi'ew" AS SELECT "a b" AS "x y" FROM "or""der; --";
CREATE TRIGGER "tri gger" AFTER DELETE ON "or""der; --" BEGIN DELETE FROM "or""der; --" WHERE "it's" = OLD."it's"; END;
