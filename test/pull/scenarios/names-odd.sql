-- Names with spaces, quotes of every kind, brackets, dots and unicode.
CREATE TABLE "two words" ("first name" TEXT, "say ""hi""" TEXT, "it's" TEXT, [in brackets] TEXT, `back``tick` TEXT, "a.b" TEXT, "ünïcödé" TEXT, "名前" TEXT, "🎵" TEXT, "" TEXT);
CREATE TABLE "table-with-dash" (id INTEGER PRIMARY KEY, "two" TEXT REFERENCES "two words" ("first name"));
CREATE TABLE "1st" ("2nd" INTEGER CHECK ("2nd" > 0), UNIQUE ("2nd"));
CREATE TABLE "dollar$" ("$" TEXT, "${a}" TEXT, "\" TEXT);
CREATE TABLE 名前 (id INTEGER PRIMARY KEY);
CREATE TABLE "a.b" (c TEXT);
CREATE INDEX "an index" ON "two words" ("first name", "it's");
CREATE VIEW "a view" AS SELECT "first name", [in brackets] FROM "two words";
CREATE TRIGGER "a trigger" AFTER INSERT ON "two words" BEGIN SELECT new."first name"; END;
