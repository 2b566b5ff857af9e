-- References that spell the names in other letters than the parent does.
CREATE TABLE Artist (Id INTEGER PRIMARY KEY, Name TEXT);
CREATE TABLE album (id INTEGER PRIMARY KEY, artist INTEGER REFERENCES ARTIST (ID), FOREIGN KEY (ARTIST) REFERENCES artist (id));
CREATE INDEX ALBUM_ARTIST ON Album (ARTIST);
