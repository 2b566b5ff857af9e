-- One column with two references, and the same reference twice.
CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY);
CREATE TABLE both (
  x INTEGER REFERENCES a (id) REFERENCES b (id) ON DELETE CASCADE,
  y INTEGER REFERENCES a (id),
  FOREIGN KEY (y) REFERENCES a (id)
);
