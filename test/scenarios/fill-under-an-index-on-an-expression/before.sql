-- The index begins with a name in quotes, and was overlooked: filling the NULL makes two rows equal to it.
CREATE TABLE tune ("key" TEXT);
CREATE UNIQUE INDEX known ON tune ("key" IS NULL);
