CREATE TABLE tune ("par(en" INTEGER DEFAULT ( length( 'a)b' ) ), "com,ma" TEXT NOT NULL, plays INTEGER);
