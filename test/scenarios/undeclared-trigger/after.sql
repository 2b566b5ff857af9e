CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER, UNIQUE (id, balance));
CREATE TABLE history (account INTEGER, balance INTEGER);
