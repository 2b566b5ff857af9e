-- Expressions over JSON, as generated columns and in an index.
CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)), title TEXT AS (body ->> '$.title') VIRTUAL, tags TEXT AS (json_extract(body, '$.tags[0]')) STORED);
CREATE INDEX doc_author ON doc (body ->> '$.author.name', json_array_length(body, '$.tags') DESC);
