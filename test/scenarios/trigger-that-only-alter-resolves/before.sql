-- SQLite compiles `OLD."missing" AND 0` without resolving the name, and an ALTER then stops at the trigger. The plan
-- failed its own proof; now the trigger is set aside while the table changes.
CREATE TABLE performer (name TEXT, town TEXT);
CREATE VIEW towns AS SELECT town FROM performer;
CREATE TRIGGER forget INSTEAD OF DELETE ON towns BEGIN
  UPDATE performer SET town = NULL WHERE town = OLD."missing" AND 0;
END;
