-- Types that promise no number have NUMERIC affinity all the same: texts in them stay as they are, and that needs no answer.
CREATE TABLE event (id INTEGER PRIMARY KEY, data TEXT, tag TEXT, at TEXT, key TEXT);
