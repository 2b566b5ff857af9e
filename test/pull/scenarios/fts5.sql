-- FTS5 alone, with options, and with external content kept by triggers.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, notes TEXT);
CREATE VIRTUAL TABLE tune_search USING fts5(title, notes, content='tune', content_rowid='id');
CREATE VIRTUAL TABLE alone USING fts5(a, b UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE contentless USING fts5(a, content='', columnsize=0, detail=column);
CREATE TRIGGER tune_search_insert AFTER INSERT ON tune BEGIN
  INSERT INTO tune_search (rowid, title, notes) VALUES (new.id, new.title, new.notes);
END;
CREATE TRIGGER tune_search_delete AFTER DELETE ON tune BEGIN
  INSERT INTO tune_search (tune_search, rowid, title, notes) VALUES ('delete', old.id, old.title, old.notes);
END;
INSERT INTO tune (title, notes) VALUES ('The Kesh', 'a jig');
