-- Columns move to other tables in one plan. The fill used to run after the column was dropped, and SQLite then reads its own
-- column of that name: every value was NULL, without a word.
CREATE TABLE account (id INTEGER PRIMARY KEY, street TEXT, city TEXT, code TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, account INTEGER REFERENCES account (id));
CREATE TABLE zone (id INTEGER PRIMARY KEY, place INTEGER REFERENCES place (id), label TEXT);
