-- The highest number ever given is forgotten only with an approval. The counter of a column that is dropped goes with
-- it.
CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT);
