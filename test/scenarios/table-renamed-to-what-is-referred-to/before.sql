-- Rows refer to a name that no table has, and a table gets that name: they were reported as new orphans, and the plan failed.
CREATE TABLE address_new (id TEXT PRIMARY KEY, via TEXT);
CREATE TABLE token (id INTEGER PRIMARY KEY, address TEXT NOT NULL REFERENCES address (id) ON DELETE CASCADE);
