CREATE TABLE tune (
  id INTEGER PRIMARY KEY,
  tempo INTEGER NOT NULL CHECK (tempo > 0) CHECK (tempo < 400 -- nobody plays that
  ),
  beat INTEGER CHECK (beat > 0) CHECK (beat < 9)
);
