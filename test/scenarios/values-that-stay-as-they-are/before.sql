-- '5ft' is not a number, and SQLite keeps it in an INT column as it is. Approved for exactly that number of values, it stays.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT, weight REAL, photo BLOB);
