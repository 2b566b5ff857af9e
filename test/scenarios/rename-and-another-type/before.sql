-- Renamed and given a type in one go: the numbers must not be offered for destruction without a word of that.
CREATE TABLE customer (id INTEGER PRIMARY KEY, phone, notes TEXT);
