CREATE TABLE tune ("com,ma" TEXT, plays INTEGER);
