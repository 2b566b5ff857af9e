-- libSQL's vector columns and their index.
CREATE TABLE movie (id INTEGER PRIMARY KEY, title TEXT NOT NULL, embedding F32_BLOB(4), small FLOAT1BIT(8), wide F64_BLOB(2));
CREATE INDEX movie_near ON movie (libsql_vector_idx(embedding, 'metric=cosine', 'max_neighbors=20'));
CREATE INDEX movie_near_some ON movie (libsql_vector_idx(wide)) WHERE title <> '';
