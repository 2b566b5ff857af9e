-- Names of an index, a trigger and a view that come to the same export.
CREATE TABLE "a b" (x);
CREATE TABLE a_b (x);
CREATE TABLE "a-b" (x);
CREATE TABLE A_B2 (x);
CREATE TRIGGER a_b AFTER INSERT ON a_b BEGIN SELECT 1; END;
CREATE TRIGGER "a b" AFTER INSERT ON "a b" BEGIN SELECT 1; END;
CREATE INDEX "a  b" ON a_b (x);
