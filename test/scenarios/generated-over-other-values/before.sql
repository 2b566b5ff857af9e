-- A plain column becomes generated, approved: `apply` counts again how many rows held something else than what is computed.
CREATE TABLE line (id INTEGER PRIMARY KEY, price INTEGER, total INTEGER, label TEXT COLLATE NOCASE, code TEXT);
