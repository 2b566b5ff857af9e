-- Column names that are whole numbers: an object of JavaScript would put them first.
CREATE TABLE sheet (name TEXT NOT NULL, "10" TEXT, "9" INTEGER DEFAULT 1, "01" TEXT, "-1" TEXT, "4294967295" TEXT, "1.5" TEXT, last TEXT, "0" TEXT);
CREATE INDEX sheet_ten ON sheet ("10", "9");
