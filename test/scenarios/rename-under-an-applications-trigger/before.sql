-- A spatial index is kept by triggers that call functions of its program. Renaming their table was planned, and the plan
-- failed its own proof.
CREATE TABLE place (id INTEGER PRIMARY KEY, at BLOB);
CREATE TABLE box (id INTEGER PRIMARY KEY, x REAL);
CREATE TRIGGER place_box AFTER INSERT ON place BEGIN INSERT INTO box VALUES (NEW.id, ST_MinX(NEW.at)); END;
