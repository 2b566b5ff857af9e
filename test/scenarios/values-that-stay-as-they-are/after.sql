CREATE TABLE performer (id INTEGER PRIMARY KEY, height INT, weight INT, photo TEXT);
