-- Declared rows are written like any others: triggers fire, and the full-text index of the table follows.
CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE VIRTUAL TABLE genre_search USING fts5(name, content=genre, content_rowid=id);
CREATE TRIGGER genre_in AFTER INSERT ON genre BEGIN
  INSERT INTO genre_search (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER genre_out AFTER DELETE ON genre BEGIN
  INSERT INTO genre_search (genre_search, rowid, name) VALUES ('delete', old.id, old.name);
END;
CREATE TRIGGER genre_over AFTER UPDATE ON genre BEGIN
  INSERT INTO genre_search (genre_search, rowid, name) VALUES ('delete', old.id, old.name);
  INSERT INTO genre_search (rowid, name) VALUES (new.id, new.name);
END;
