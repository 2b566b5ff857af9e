-- A trigger that does not compile stays as it is, and its text names its table. Renaming that table was planned, and the plan
-- failed its own proof.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE search (title TEXT);
CREATE TRIGGER tune_search AFTER INSERT ON tune BEGIN INSERT INTO search VALUES (NEW.title); END;
DROP TABLE search;
