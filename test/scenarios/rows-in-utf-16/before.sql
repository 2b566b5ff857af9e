-- Text in UTF-16 is compared and written like any other, including characters that no literal can hold.
PRAGMA encoding = 'UTF-16le';
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
