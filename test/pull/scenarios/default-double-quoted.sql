-- A default in double quotes is a string to SQLite, and so is a bare word.
CREATE TABLE q (
  a TEXT DEFAULT "lit", b TEXT DEFAULT "it's ""so""", c TEXT NOT NULL DEFAULT "", d TEXT DEFAULT [A b], e TEXT DEFAULT Moll,
  f TEXT DEFAULT "true", g INTEGER DEFAULT "12", h BOOLEAN DEFAULT true, i DEFAULT `x`, j TEXT DEFAULT Current_Time, k BLOB DEFAULT "NULL"
);
