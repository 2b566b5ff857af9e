-- Declared rows are compared as they will be: with new names, and with filled and converted values.
CREATE TABLE kind (code TEXT NOT NULL PRIMARY KEY, label TEXT NOT NULL, rank TEXT NOT NULL);
