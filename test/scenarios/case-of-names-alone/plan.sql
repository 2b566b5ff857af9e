--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:8e3b35a6b940b8ac25cdda545386f98ec5a66cd0d0c7ad4e897ad6545caaefd4
--@ target fp1:68ccb7726c502627c0a8b06ac787debf47e49b91ae1720793285f696c4ed142d
--@ rename column genre.Id to genre.id
--@ rename column genre.Name to genre.name
--@ rename column tune.GenreId to tune.genreid
--@ rename column tune.Id to tune.id
--@ rename column tune.Key to tune.key
--@ rename column tune.Long to tune.long
--@ rename column tune.Title to tune.title
--@ rename table Genre to genre
--@ rename table Tune to tune
-- 9 renamed, 2 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger Tune_New (created again below)
DROP TRIGGER "Tune_New";

--@ step drop-index Tune_Title (created again below)
DROP INDEX "Tune_Title";

--@ step rename-table __trueup_genre (a temporary name while names are swapped)
ALTER TABLE "Genre" RENAME TO "__trueup_genre";

--@ step rename-table genre
ALTER TABLE "__trueup_genre" RENAME TO "genre";

--@ step rename-table __trueup_tune (a temporary name while names are swapped)
ALTER TABLE "Tune" RENAME TO "__trueup_tune";

--@ step rename-table tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step rename-column genre.id
ALTER TABLE "genre" RENAME COLUMN "Id" TO "id";

--@ step rename-column genre.name
ALTER TABLE "genre" RENAME COLUMN "Name" TO "name";

--@ step rename-column tune.genreid
ALTER TABLE "tune" RENAME COLUMN "GenreId" TO "genreid";

--@ step rename-column tune.id
ALTER TABLE "tune" RENAME COLUMN "Id" TO "id";

--@ step rename-column tune.key
ALTER TABLE "tune" RENAME COLUMN "Key" TO "key";

--@ step rename-column tune.long
ALTER TABLE "tune" RENAME COLUMN "Long" TO "long";

--@ step rename-column tune.title
ALTER TABLE "tune" RENAME COLUMN "Title" TO "title";

--@ step create-index tune_title
CREATE INDEX tune_title ON tune (title, lower(key)) WHERE key IS NOT NULL;

--@ step create-trigger tune_new
CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN UPDATE tune SET key = NEW.title; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table Genre
--= CREATE TABLE Genre (Id INTEGER PRIMARY KEY, Name TEXT UNIQUE)
--@ before table Tune
--= CREATE TABLE Tune (
--=   Id INTEGER PRIMARY KEY, Title TEXT CONSTRAINT Title_Given NOT NULL CONSTRAINT Title_Long CHECK (Length(Title) > 0), GenreId INTEGER REFERENCES Genre (Id),
--=   Key TEXT COLLATE NoCase, Long AS (Title || Key), CONSTRAINT Title_Once UNIQUE (Title, GenreId), FOREIGN KEY (Key) REFERENCES Genre (Name)
--= )
--@ before index Tune_Title
--= CREATE INDEX Tune_Title ON Tune (Title, Lower(Key)) WHERE Key IS NOT NULL
--@ before trigger Tune_New
--= CREATE TRIGGER Tune_New AFTER INSERT ON Tune BEGIN UPDATE Tune SET Key = NEW.Title; END
--@ seal sha256:8ec893cae489cf60d9889e26ab21b1dfca6501062e196afc1d50aa2391913b65
