-- A default in double quotes is a string to SQLite.
CREATE TABLE q (a TEXT DEFAULT "lit", b TEXT DEFAULT "it's ""so""", c TEXT NOT NULL DEFAULT "");
