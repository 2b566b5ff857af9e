-- Renamed and given another type at once. The column was not recognised as renamed, only offered for destruction.
CREATE TABLE customer (id INTEGER PRIMARY KEY, phone, notes TEXT);
