-- The value of a fill must pass the CHECKs that the column already has.
CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER CHECK (tempo > 20));
