-- ALTER COLUMN counts only the parentheses after the name. The planner counted those of the name too, took the
-- definition for one that ALTER COLUMN reads correctly, and the plan failed its own proof.
CREATE TABLE tune ("par(en" INTEGER NOT NULL DEFAULT ( length( 'a)b' ) ), "com,ma" TEXT NOT NULL, plays INTEGER);
