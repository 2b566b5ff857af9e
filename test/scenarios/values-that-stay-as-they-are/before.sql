-- '5ft' is no number, and SQLite keeps it in an INT column as it is. Approved for just so many, it stays.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT, weight REAL, photo BLOB);
