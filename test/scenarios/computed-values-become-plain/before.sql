-- A generated column may show text that its INTEGER type did not convert; an ordinary column would convert it.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, code INTEGER AS (title) VIRTUAL);
