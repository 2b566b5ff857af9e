-- Rows that are as declared under older names are checked nevertheless: in another database they may differ. This used to pass.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
