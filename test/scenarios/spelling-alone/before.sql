-- Case, quotes, spaces, comments and the position of a clause differ; the schema is the same.
CREATE TABLE t (id integer primary key, "a" varchar(20) NOT NULL, b int UNIQUE, CHECK (a <> ''));
CREATE INDEX i ON t (b ASC);
