CREATE TABLE performer (name TEXT, town TEXT COLLATE NOCASE);
CREATE VIEW towns AS SELECT town FROM performer;
CREATE TRIGGER forget INSTEAD OF DELETE ON towns BEGIN
  UPDATE performer SET town = NULL WHERE town = OLD."missing" AND 0;
END;
