--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:912436d7983a6363378d4807676a92941f9d83b69c33e84e3cf28712dae46c4d
--@ target fp1:09541dc777fdd67b2a5babd485bce0520a281c8172baa42fcae3c9ae2f8bb0f8
--@ rename table song to tune
-- 1 renamed, 2 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger song_found (created again below)
DROP TRIGGER "song_found";

--@ step drop-view shouted (created again below)
DROP VIEW "shouted";

--@ step drop-view titles (created again below)
DROP VIEW "titles";

--@ step rename-table tune
ALTER TABLE "song" RENAME TO "tune";

--@ step create-view titles
CREATE VIEW titles AS SELECT id, name FROM tune;

--@ step create-view shouted
CREATE VIEW shouted AS SELECT id, upper(name) AS name FROM titles;

--@ step fill-virtual-table found (the rows of titles have changed)
INSERT INTO "found" ("found") VALUES ('rebuild');

--@ step fill-virtual-table loud (the rows of shouted have changed)
INSERT INTO "loud" ("loud") VALUES ('rebuild');

--@ step create-trigger song_found
CREATE TRIGGER song_found AFTER INSERT ON tune BEGIN INSERT INTO found (rowid, name) VALUES (NEW.id, NEW.name); END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table song
--= CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT)
--@ before view shouted
--= CREATE VIEW shouted AS SELECT id, upper(name) AS name FROM titles
--@ before view titles
--= CREATE VIEW titles AS SELECT id, name FROM song
--@ before trigger song_found
--= CREATE TRIGGER song_found AFTER INSERT ON song BEGIN INSERT INTO found (rowid, name) VALUES (NEW.id, NEW.name); END
--@ seal sha256:5cb4ab108da410645f280c9ac87e01e93862f408c55f2ba8eb187e550ddde7bf
