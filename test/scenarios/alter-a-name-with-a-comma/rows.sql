INSERT INTO tune VALUES ('a', 2);
