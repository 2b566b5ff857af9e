-- Types that do not promise a number have NUMERIC affinity nevertheless: text in them stays as it is, which needs no answer.
CREATE TABLE event (id INTEGER PRIMARY KEY, data TEXT, tag TEXT, at TEXT, key TEXT);
