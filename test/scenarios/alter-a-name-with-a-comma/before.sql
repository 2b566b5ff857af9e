-- ALTER COLUMN looks for the end of the old definition after the name, so a comma in the name is no reason for a rebuild.
CREATE TABLE tune ("com,ma" TEXT NOT NULL, plays INTEGER);
