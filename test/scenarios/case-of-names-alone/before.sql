-- Names that differ only in case look different to people but are the same to SQLite. All of them are renamed; a
-- constraint's name alone used to cause a rebuild.
CREATE TABLE Genre (Id INTEGER PRIMARY KEY, Name TEXT UNIQUE);
CREATE TABLE Tune (
  Id INTEGER PRIMARY KEY, Title TEXT CONSTRAINT Title_Given NOT NULL CONSTRAINT Title_Long CHECK (Length(Title) > 0), GenreId INTEGER REFERENCES Genre (Id),
  Key TEXT COLLATE NoCase, Long AS (Title || Key), CONSTRAINT Title_Once UNIQUE (Title, GenreId), FOREIGN KEY (Key) REFERENCES Genre (Name)
);
CREATE INDEX Tune_Title ON Tune (Title, Lower(Key)) WHERE Key IS NOT NULL;
CREATE TRIGGER Tune_New AFTER INSERT ON Tune BEGIN UPDATE Tune SET Key = NEW.Title; END;
