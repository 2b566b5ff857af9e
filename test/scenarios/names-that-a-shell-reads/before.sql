-- What a refusal says to add to the command line can be pasted, whatever is in a name.
CREATE TABLE "order" (id INTEGER PRIMARY KEY, "" TEXT, "e;f" TEXT, "it's" TEXT, "a b" INTEGER);
CREATE INDEX "i & j" ON "order" (id);
