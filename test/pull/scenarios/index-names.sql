-- Indexes whose names are the names of other things, or need quotes.
CREATE TABLE t (a, b);
CREATE INDEX "t a" ON t (a);
CREATE INDEX "index" ON t (b);
CREATE INDEX t_a ON t (a);
CREATE INDEX T_B ON t (b);
CREATE INDEX "a" ON t (a, b);
