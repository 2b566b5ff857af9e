-- ALTER COLUMN counts parentheses after the name. With those of the name, this definition seemed to end where it ends; the
-- plan failed its own proof.
CREATE TABLE tune ("par(en" INTEGER NOT NULL DEFAULT ( length( 'a)b' ) ), "com,ma" TEXT NOT NULL, plays INTEGER);
