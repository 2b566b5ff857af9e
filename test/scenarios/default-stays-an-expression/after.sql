CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT DEFAULT (datetime('now')), day TEXT DEFAULT CURRENT_DATE, label TEXT DEFAULT 'it''s', n INTEGER DEFAULT (1 + 2), kind TEXT, UNIQUE (kind, day));
