-- Decisions copied from another plan, one of each kind; this change needs none of them.
CREATE TABLE kept (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE gone_already (id INTEGER PRIMARY KEY);
