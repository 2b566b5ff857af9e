-- SQLite does not check generated columns of a STRICT table when it writes them, only in integrity_check.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER AS (title || ' bpm') VIRTUAL, plays INT AS (length(title)) STORED);
