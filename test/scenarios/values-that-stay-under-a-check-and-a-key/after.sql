CREATE TABLE performer (id INTEGER PRIMARY KEY, height INT UNIQUE CHECK (height <> 5), born DATETIME UNIQUE);
CREATE TABLE photo (performer INT REFERENCES performer (height));
