-- A fill that keeps its value was accepted by plan and refused by apply: both ask the same question of what the fill gives.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT);
