CREATE TABLE answer (id INTEGER PRIMARY KEY, "true" INTEGER CHECK ("true" > 0), "FALSE" INTEGER NOT NULL CHECK (false < 10), "null" REAL, UNIQUE ("true", "FALSE"));
