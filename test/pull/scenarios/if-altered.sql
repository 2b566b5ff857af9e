-- Tables that were altered: added columns, renamed ones, dropped ones, a renamed table.
CREATE TABLE first (a TEXT, b TEXT, CHECK (a <> b));
ALTER TABLE first ADD COLUMN c INTEGER NOT NULL DEFAULT 5;
ALTER TABLE first ADD COLUMN d TEXT REFERENCES first (a);
ALTER TABLE first RENAME COLUMN b TO "b two";
CREATE TABLE second (x, y, z);
ALTER TABLE second DROP COLUMN y;
ALTER TABLE second RENAME TO third;
CREATE INDEX third_x ON third (x);
