-- A virtual table that reads another one.
CREATE VIRTUAL TABLE search USING fts5(body);
CREATE VIRTUAL TABLE terms USING fts5vocab(search, 'row');
