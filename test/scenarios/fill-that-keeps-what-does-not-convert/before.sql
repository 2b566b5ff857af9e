-- A fill that keeps its value was accepted by plan and refused by apply: both now ask the same question about the result of the fill.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT);
