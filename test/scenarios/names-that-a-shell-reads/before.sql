-- What a refusal tells the user to add to the command line can be pasted, whatever characters a name contains.
CREATE TABLE "order" (id INTEGER PRIMARY KEY, "" TEXT, "e;f" TEXT, "it's" TEXT, "a b" INTEGER);
CREATE INDEX "i & j" ON "order" (id);
