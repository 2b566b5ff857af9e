-- Names that are words of SQL.
CREATE TABLE "table" ("select" INTEGER PRIMARY KEY, "from" TEXT NOT NULL, "group" TEXT, "order" INTEGER DEFAULT 1, "check" TEXT CHECK ("check" <> ''), "default" TEXT);
CREATE TABLE "index" (id INTEGER PRIMARY KEY, "references" INTEGER REFERENCES "table" ("select"), "unique" TEXT UNIQUE, "primary" TEXT, "constraint" TEXT);
CREATE INDEX "where" ON "table" ("group", "order" DESC) WHERE "from" IS NOT NULL;
CREATE VIEW "view" AS SELECT "select", "from" FROM "table";
CREATE TABLE "generated" (always TEXT, stored TEXT, virtual TEXT, "without" TEXT, rowid_ TEXT, strict TEXT, key TEXT, action TEXT);
