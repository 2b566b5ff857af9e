-- A plain column becomes generated. What the rows held used to vanish without a word; only where the same is computed is nothing lost.
CREATE TABLE line (id INTEGER PRIMARY KEY, price INTEGER, total INTEGER, label TEXT COLLATE NOCASE, code TEXT);
