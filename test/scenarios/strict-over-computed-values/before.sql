CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER AS (title || ' bpm') VIRTUAL, plays INT AS (length(title)) STORED);
